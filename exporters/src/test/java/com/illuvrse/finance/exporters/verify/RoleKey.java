package com.illuvrse.finance.exporters.verify;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.Signer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** A P-256 key of the sample ledger: its scalar is the digest of its name, as the vectors say. */
record RoleKey(PrivateKey privateKey, PublicKey publicKey) implements Signer {

    /**
     * @param spki its public half as the key registry has it
     */
    static RoleKey of(String name, String spki) throws GeneralSecurityException {
        String text = "ledger-segment/1 test key: " + name;
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        KeyFactory keys = KeyFactory.getInstance("EC");
        return new RoleKey(
                keys.generatePrivate(
                        new ECPrivateKeySpec(
                                new BigInteger(
                                        1, Sha256.of(text.getBytes(StandardCharsets.US_ASCII))),
                                curve.getParameterSpec(ECParameterSpec.class))),
                keys.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(spki))));
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has P-256", e);
        }
    }
}
