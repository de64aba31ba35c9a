package com.illuvrse.finance.exporters.signing;

import com.illuvrse.finance.canonical.Sha256;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A key in AWS KMS.
 *
 * <p>Ed25519 takes the message itself, at most 4096 bytes, because KMS's other way is another
 * algorithm; P-256 takes its SHA-256.
 */
final class KmsSigner implements Signer {

    private static final int LONGEST_RAW_MESSAGE = 4096;

    private final KmsClient kms;
    private final String name;
    private final String keyId;
    private volatile @Nullable PublicKey known;

    KmsSigner(KmsClient kms, String name, String keyId) {
        this.kms = kms;
        this.name = name;
        this.keyId = keyId;
    }

    @Override
    public PublicKey publicKey() {
        PublicKey key = known;
        if (key == null) {
            key = fetch();
            known = key;
        }
        return key;
    }

    private PublicKey fetch() {
        GetPublicKeyResponse answer =
                KmsKeys.ask(
                        "show the public key of " + name,
                        () -> kms.getPublicKey(k -> k.keyId(keyId)));
        if (answer.keyUsage() != KeyUsageType.SIGN_VERIFY
                || (answer.keySpec() != KeySpec.ECC_NIST_EDWARDS25519
                        && answer.keySpec() != KeySpec.ECC_NIST_P256)) {
            throw new IllegalArgumentException(
                    ("key %s must be ECC_NIST_EDWARDS25519 or ECC_NIST_P256 for SIGN_VERIFY, found %s for %s"
                                    + " under %s")
                            .formatted(
                                    name,
                                    answer.keySpecAsString(),
                                    answer.keyUsageAsString(),
                                    keyId));
        }
        try {
            PublicKey key = Pem.publicKey(answer.publicKey().asByteArray());
            SignatureScheme.of(key);
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "AWS KMS shows a public key of %s that cannot be read".formatted(name), e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        PublicKey key = publicKey();
        SignatureScheme scheme = SignatureScheme.of(key);
        SignRequest.Builder request = SignRequest.builder().keyId(keyId);
        switch (scheme) {
            case ED25519 ->
                    request.signingAlgorithm(SigningAlgorithmSpec.ED25519_SHA_512)
                            .messageType(MessageType.RAW)
                            .message(SdkBytes.fromByteArray(requireShort(message)));
            case ECDSA_P256 ->
                    request.signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                            .messageType(MessageType.DIGEST)
                            .message(SdkBytes.fromByteArray(Sha256.of(message)));
        }
        byte[] signature =
                KmsKeys.ask("sign with " + name, () -> kms.sign(request.build()))
                        .signature()
                        .asByteArray();
        return scheme.requireSigned(name, key, message, signature);
    }

    private byte[] requireShort(byte[] message) {
        if (message.length > LONGEST_RAW_MESSAGE) {
            throw new IllegalArgumentException(
                    "AWS KMS signs at most %d bytes with the Ed25519 key %s, found %d; sign their digest"
                            .formatted(LONGEST_RAW_MESSAGE, name, message.length));
        }
        return message;
    }

    @Override
    public String toString() {
        return "key " + name + " in AWS KMS";
    }
}
