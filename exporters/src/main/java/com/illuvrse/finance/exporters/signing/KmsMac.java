package com.illuvrse.finance.exporters.signing;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;

/** The master key of the salts in AWS KMS. */
final class KmsMac implements LedgerMac {

    private static final int BYTES = 32;

    private final KmsClient kms;
    private final String keyId;

    KmsMac(KmsClient kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    @Override
    public byte[] mac(byte[] message) {
        byte[] mac =
                KmsKeys.ask(
                                "make the salt key",
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
        return "salt key in AWS KMS";
    }
}
