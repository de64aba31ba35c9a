package com.illuvrse.finance.sandbox.keys;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of a sandbox's ledger, drawn at the first start and the same in every sandbox, see
 * {@link SandboxChance}. Anybody can draw them, so they must never sign anything that others rely
 * on.
 *
 * <pre>
 * &lt;name&gt;.pem       PKCS#8, mode 600
 * &lt;name&gt;.pub.pem   its public key, SubjectPublicKeyInfo
 * ledger-salt.key  32 bytes in hex, mode 600
 * vault-wrap.key   32 bytes in hex, mode 600
 * vault-lookup.key 32 bytes in hex, mode 600
 * complete         written last; from then on a missing file is an error, never a new key
 *
 * log                             Ed25519    signs checkpoints
 * reports                         Ed25519    signs the lists of report files
 * root-a  root-b  root-c          Ed25519    sign the registry of keys
 * finance-lead security-engineer  ECDSA on P-256 with SHA-256, sign as persons
 * </pre>
 */
public final class KeyFolder {
    /** Signs the checkpoints. */
    public static final String LOG = "log";

    /** Signs the lists of report files, so that the uses of the log key count the seals. */
    public static final String REPORTS = "reports";

    /** Sign the registry of keys, two of three. */
    public static final List<String> ROOTS = List.of("root-a", "root-b", "root-c");

    /** Sign the manifests, each for the person in this role. */
    public static final List<String> ROLES = List.of("finance-lead", "security-engineer");

    private static final List<String> NAMES =
            Stream.of(List.of(LOG, REPORTS), ROOTS, ROLES).flatMap(List::stream).toList();

    private static final String LEDGER_SALT = "ledger-salt";

    /** Of 32 bytes: what salts follow from, what wraps the vault's data keys, what looks up. */
    private static final List<String> SECRETS = List.of(LEDGER_SALT, "vault-wrap", "vault-lookup");

    private final Path folder;

    private KeyFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder, drawing the keys at the first time.
     *
     * @throws IOException if a key that was drawn before is missing
     */
    public static KeyFolder in(Path folder) throws IOException {
        KeyFolder keys = new KeyFolder(OwnerFile.folder(folder));
        Path complete = keys.folder.resolve("complete");
        if (Files.notExists(complete)) {
            keys.draw();
            OwnerFile.write(complete, "all keys were drawn; none is ever replaced\n");
        }
        keys.requireAll();
        return keys;
    }

    private void draw() throws IOException {
        try {
            for (String name : NAMES) {
                KeyPair drawn = generator(name).generateKeyPair();
                OwnerFile.write(
                        publicKeyFile(name), KeyText.print("PUBLIC KEY", drawn.getPublic()));
                OwnerFile.write(
                        privateKeyFile(name), KeyText.print("PRIVATE KEY", drawn.getPrivate()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK draws Ed25519 and P-256 keys", e);
        }
        for (String name : SECRETS) {
            byte[] secret = new byte[32];
            new SandboxChance(name).nextBytes(secret);
            OwnerFile.write(secretFile(name), HexFormat.of().formatHex(secret) + "\n");
        }
    }

    private static KeyPairGenerator generator(String name) throws GeneralSecurityException {
        if (!ROLES.contains(name)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new SandboxChance(name));
            return generator;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SandboxChance(name));
        return generator;
    }

    private void requireAll() throws IOException {
        List<Path> files =
                Stream.concat(
                                NAMES.stream()
                                        .flatMap(
                                                n ->
                                                        Stream.of(
                                                                privateKeyFile(n),
                                                                publicKeyFile(n))),
                                SECRETS.stream().map(this::secretFile))
                        .toList();
        for (Path file : files) {
            if (Files.notExists(file)) {
                throw new IOException(
                        ("the key file %s is missing, and what it signed cannot be continued with"
                                        + " another key; bring it back, or begin with a new home")
                                .formatted(file));
            }
        }
    }

    /** Where the keys are. */
    public Path path() {
        return folder;
    }

    /** The file of a private key. */
    public Path privateKeyFile(String name) {
        return folder.resolve(known(name) + ".pem");
    }

    /** The file of a public key. */
    public Path publicKeyFile(String name) {
        return folder.resolve(known(name) + ".pub.pem");
    }

    /** The file of the key from which the salts of the ledger follow. */
    public Path ledgerSaltFile() {
        return secretFile(LEDGER_SALT);
    }

    private Path secretFile(String name) {
        return folder.resolve(name + ".key");
    }

    /** Reads both halves of a key. */
    public KeyPair keyPair(String name) throws IOException {
        String algorithm = ROLES.contains(known(name)) ? "EC" : "Ed25519";
        return KeyText.parse(algorithm, publicKeyFile(name), privateKeyFile(name));
    }

    /** Reads the 32 bytes from which the salts of the ledger follow. */
    public byte[] ledgerSalt() throws IOException {
        return HexFormat.of().parseHex(Files.readString(ledgerSaltFile()).strip());
    }

    private static String known(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no key %s; there are %s".formatted(name, NAMES));
        }
        return name;
    }

    @Override
    public String toString() {
        return "KeyFolder[" + folder + "]";
    }
}
