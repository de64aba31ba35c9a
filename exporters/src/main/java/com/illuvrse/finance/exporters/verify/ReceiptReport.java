package com.illuvrse.finance.exporters.verify;

import com.illuvrse.finance.exporters.attestation.PackageSignatures;
import com.illuvrse.finance.exporters.verify.VerifyReport.Form;
import com.illuvrse.finance.segment.Receipt;
import com.illuvrse.finance.segment.ReceiptVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerificationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What {@code finance verify-receipt FILE --trust FILE [--json]} prints, and how it ends: as {@link
 * VerifyReport} does for a whole ledger.
 */
public final class ReceiptReport {

    private ReceiptReport() {}

    /** Checks a receipt, prints what was found and gives the exit code. */
    public static int run(Path receipt, Path trust, Form form, PrintStream out) {
        try {
            TrustFile trusted = VerifyReport.trustFile(trust);
            byte[] bytes = VerifyReport.read("receipt", receipt, Receipt.MAX_BYTES);
            ReceiptVerifier verifier =
                    ReceiptVerifier.of(trusted, PackageSignatures.under(trusted.tsaRoots()));
            verifier.verify(bytes);
            VerifyReport.passed(out, form, trusted, verifier.head(), verifier.lines());
            return VerifyReport.PASS;
        } catch (VerificationException e) {
            VerifyReport.print(out, form, VerifyReport.failed(e), String.valueOf(e.getMessage()));
            return VerifyReport.FAIL;
        } catch (IllegalArgumentException | ArithmeticException | IOException e) {
            VerifyReport.notTried(out, form, e.getMessage());
            return VerifyReport.USAGE;
        }
    }
}
