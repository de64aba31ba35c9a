package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import java.time.LocalDate;

/** A segment whose files, chain and signatures are good, so that its content may be read. */
record Day(SegmentFolder folder, SealedManifest manifest) {

    LocalDate date() {
        return manifest.day().date();
    }

    boolean isGenesis() {
        return manifest.isGenesis();
    }

    /** Opens a file of rows. */
    RowReader rows(String path, String type, ShapeRule shape) throws VerificationException {
        return RowReader.open(this, path, type, shape);
    }

    /** Reads a file that is one object. */
    Json.Obj object(String path, ShapeRule shape) throws VerificationException {
        SegmentFile file = folder.file(path);
        byte[] bytes = folder.read(path, SegmentFolder.MAX_JSON_BYTES);
        SealedManifest.Listed listed = manifest.files().get(path);
        if (listed == null || !Sha256.hexOf(bytes).equals(listed.sha256())) {
            throw file.refuse(
                    VerificationCode.FILE_MISMATCH,
                    "sha256",
                    listed == null ? "a digest" : listed.sha256(),
                    "another one when it was read again");
        }
        try {
            Json.Obj json = CanonicalReader.read(bytes);
            shape.check(json, "");
            return json;
        } catch (CanonicalFormException e) {
            throw file.refuse("", e);
        } catch (ShapeException e) {
            throw file.refuse("", e);
        }
    }
}
