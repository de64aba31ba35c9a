package com.illuvrse.finance.sandbox.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Chance that is the same in every sandbox: SHA-256 over the name of a key and a counter.
 *
 * <p>So two sandboxes that see the same month seal the same bytes, salts and signatures included,
 * which is how the determinism of the whole is shown. Anybody can draw these keys; they protect
 * nothing.
 */
final class SandboxChance extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final String name;
    private long counter;

    SandboxChance(String name) {
        this.name = name;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        ByteBuffer wanted = ByteBuffer.wrap(bytes);
        while (wanted.hasRemaining()) {
            byte[] block = block();
            wanted.put(block, 0, Math.min(block.length, wanted.remaining()));
        }
    }

    private byte[] block() {
        String text = "illuvrse-finance sandbox key\n" + name + "\n" + counter++;
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
