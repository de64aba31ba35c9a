package com.illuvrse.finance.exporters.signing;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;

/** An HMAC key in AWS KMS: the master key of the salts, or the one of the vault's digests. */
final class KmsMac implements LedgerMac {

    private static final int BYTES = 32;

    private final KmsClient kms;
    private final String keyId;
    private final String what;

    /**
     * @param what the key makes, for the sentence when it is away
     */
    KmsMac(KmsClient kms, String keyId, String what) {
        this.kms = kms;
        this.keyId = keyId;
        this.what = what;
    }

    @Override
    public byte[] mac(byte[] message) {
        byte[] mac =
                KmsKeys.ask(
                                what,
                                () ->
                                        kms.generateMac(
                                                m ->
                                                        m.keyId(keyId)
                                                                .macAlgorithm(
                                                                        MacAlgorithmSpec
                                                                                .HMAC_SHA_256)
                                                                .message(
                                                                        SdkBytes.fromByteArray(
                                                                                message))))
                        .mac()
                        .asByteArray();
        if (mac.length != BYTES) {
            throw new SigningUnavailableException(
                    "AWS KMS should answer with an HMAC of %d bytes under %s, found %d"
                            .formatted(BYTES, keyId, mac.length));
        }
        return mac;
    }

    @Override
    public String toString() {
        return "HMAC key in AWS KMS";
    }
}
