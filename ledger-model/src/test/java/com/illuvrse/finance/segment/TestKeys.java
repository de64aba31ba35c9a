package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The Ed25519 keys of the sample ledger, made from the names the vectors give them. */
final class TestKeys {

    static final String LEDGER = "ledger.example.com/marketplace-test";

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** The key a name such as {@code log-1} or {@code root-a} stands for. */
    static VerifierKey verifier(String name) {
        String noteName = name.startsWith("log-") ? LEDGER : name + "." + LEDGER;
        return VerifierKey.of(noteName, pair(name).getPublic());
    }

    /** Signs as the holder of a key would. */
    static UnaryOperator<byte[]> signer(String name) {
        KeyPair pair = pair(name);
        return message -> {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java runtime has Ed25519", e);
            }
        };
    }

    /** The key pair of a name. */
    static KeyPair pair(String name) {
        return PAIRS.computeIfAbsent(name, TestKeys::made);
    }

    /** The key pair whose seed is the digest of the name, as the vectors say. */
    private static KeyPair made(String name) {
        String text = "ledger-segment/1 test key: " + name;
        byte[] seed = Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has Ed25519", e);
        }
    }

    /** "Random" bytes that are the seed of a known key. */
    private static final class Seed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        private Seed(byte[] seed) {
            super();
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException(
                        "a seed has " + seed.length + " bytes, not " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
