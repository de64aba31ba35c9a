package com.illuvrse.finance.payout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** People with Ed25519 keys who sign as {@code ssh-keygen -Y sign} does, for tests. */
public final class Approvers {

    private final Map<String, KeyPair> keys = new TreeMap<>();
    private final Function<String, KeyPair> made;

    /** People whose keys are made up. */
    public Approvers() {
        this(name -> random());
    }

    /**
     * People whose keys are known.
     *
     * @param made Ed25519, by name
     */
    public Approvers(Function<String, KeyPair> made) {
        this.made = made;
    }

    /** The public key of a name, as in authorized_keys. */
    public String key(String name) {
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob(name));
    }

    /** The blob of a signature over a message, base64. */
    public String sign(String name, String namespace, byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair(name).getPrivate());
            signature.update(SshSignature.signedBytes(namespace, message));
            ByteArrayOutputStream own = new ByteArrayOutputStream();
            SshBytes.put(own, bytes(SshKey.ED25519));
            SshBytes.put(own, signature.sign());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(bytes("SSHSIG"));
            out.writeBytes(ByteBuffer.allocate(4).putInt(1).array());
            SshBytes.put(out, blob(name));
            SshBytes.put(out, bytes(namespace));
            SshBytes.put(out, new byte[0]);
            SshBytes.put(out, bytes("sha512"));
            SshBytes.put(out, own.toByteArray());
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file {@code ssh-keygen} would write. */
    public String signatureFile(String name, String namespace, byte[] message) {
        return "-----BEGIN SSH SIGNATURE-----\n"
                + sign(name, namespace, message).replaceAll("(.{70})", "$1\n")
                + "\n-----END SSH SIGNATURE-----\n";
    }

    private byte[] blob(String name) {
        byte[] spki = pair(name).getPublic().getEncoded();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SshBytes.put(out, bytes(SshKey.ED25519));
        SshBytes.put(out, Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        return out.toByteArray();
    }

    private KeyPair pair(String name) {
        return keys.computeIfAbsent(name, made);
    }

    private static KeyPair random() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
