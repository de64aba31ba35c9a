package com.illuvrse.finance.exporters.signing;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * The keys of the vault in AWS KMS. The person's reference is the encryption context, so KMS itself
 * refuses to unwrap a data key for anybody else and writes down whose it was.
 */
final class KmsVaultKeys implements VaultKeys {

    private final KmsClient kms;
    private final String wrapKey;
    private final LedgerMac lookup;

    KmsVaultKeys(KmsClient kms, String wrapKey, LedgerMac lookup) {
        this.kms = kms;
        this.wrapKey = wrapKey;
        this.lookup = lookup;
    }

    @Override
    public DataKey newDataKey(String ref) {
        GenerateDataKeyResponse made =
                KmsKeys.ask(
                        "make a data key of the vault",
                        () ->
                                kms.generateDataKey(
                                        k ->
                                                k.keyId(wrapKey)
                                                        .keySpec(DataKeySpec.AES_256)
                                                        .encryptionContext(context(ref))));
        return new DataKey(made.plaintext().asByteArray(), made.ciphertextBlob().asByteArray());
    }

    @Override
    public byte[] unwrap(String ref, byte[] wrapped) {
        try {
            return KmsKeys.ask(
                            "unwrap a data key of the vault",
                            () ->
                                    kms.decrypt(
                                            k ->
                                                    k.keyId(wrapKey)
                                                            .ciphertextBlob(
                                                                    SdkBytes.fromByteArray(wrapped))
                                                            .encryptionContext(context(ref))))
                    .plaintext()
                    .asByteArray();
        } catch (SigningUnavailableException e) {
            if (e.getCause() instanceof InvalidCiphertextException
                    || e.getCause() instanceof IncorrectKeyException) {
                throw new UnwrapRefusedException(ref, e);
            }
            throw e;
        }
    }

    private static Map<String, String> context(String ref) {
        return Map.of("purpose", "illuvrse-finance/vault/1", "ref", ref);
    }

    @Override
    public byte[] mac(byte[] message) {
        return lookup.mac(message);
    }

    @Override
    public String toString() {
        return "vault keys in AWS KMS";
    }
}
