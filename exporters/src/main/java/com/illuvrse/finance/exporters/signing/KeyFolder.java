package com.illuvrse.finance.exporters.signing;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The key store of a sandbox: files in a folder.
 *
 * <pre>
 * log.pem          PKCS#8, readable by the owner only
 * log.pub.pem      its public key
 * ledger-salt.key  32 bytes in hex, readable by the owner only
 * vault-wrap.key   the same: wraps the data keys of the vault
 * vault-lookup.key the same: makes the digests of the vault
 * </pre>
 *
 * <p>Whoever can read a file can sign, and nobody counts how often. So a folder is opened only
 * where the settings allow it in so many words.
 */
public final class KeyFolder implements SigningKeys {

    static final String LEDGER_SALT = "ledger-salt";
    static final String VAULT_WRAP = "vault-wrap";
    static final String VAULT_LOOKUP = "vault-lookup";

    private static final String PUBLIC = ".pub.pem";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path folder;

    private KeyFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens the folder.
     *
     * @param allowed whether the settings say that this is a sandbox, where key files may be used
     */
    public static KeyFolder open(Path folder, boolean allowed) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    ("keys in files are for sandboxes only, found the key folder %s: name keys of"
                                    + " AWS KMS or of a PKCS#11 token in the settings")
                            .formatted(folder));
        }
        return new KeyFolder(folder);
    }

    @Override
    public Signer signer(String name) {
        requireName(name);
        Path secret = folder.resolve(name + ".pem");
        Path open = folder.resolve(name + PUBLIC);
        try {
            return new KeyFileSigner(
                    name,
                    Pem.privateKey(Pem.read(secret(secret), "PRIVATE KEY")),
                    Pem.publicKey(Pem.read(read(open), "PUBLIC KEY")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "key %s cannot be used, see %s and %s: %s"
                            .formatted(name, secret, open, e.getMessage()),
                    e);
        }
    }

    @Override
    public SortedSet<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(PUBLIC))
                    .map(file -> file.substring(0, file.length() - PUBLIC.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new SigningUnavailableException("the key folder " + folder + " is away", e);
        }
    }

    @Override
    public LedgerMac ledgerMac() {
        return new KeyFileMac(bytes(LEDGER_SALT));
    }

    @Override
    public VaultKeys vaultKeys() {
        return new KeyFileVaultKeys(bytes(VAULT_WRAP), new KeyFileMac(bytes(VAULT_LOOKUP)));
    }

    private byte[] bytes(String name) {
        Path file = folder.resolve(name + ".key");
        String hex = secret(file).strip();
        if (hex.length() != 2 * Sha256.of(new byte[0]).length) {
            throw new IllegalArgumentException(
                    "%s should hold 32 bytes in hex, found %d characters"
                            .formatted(file, hex.length()));
        }
        return HexFormat.of().parseHex(hex);
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a key has a name such as \"finance-lead\", found \"" + name + "\"");
        }
    }

    /** The text of a file that nobody but its owner may read. */
    private static String secret(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new SigningUnavailableException(
                    "there is no key file " + file + "; a sandbox makes its keys when it starts");
        }
        try {
            Set<PosixFilePermission> found =
                    Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (!OWNER_ONLY.containsAll(found)) {
                throw new IllegalArgumentException(
                        "key file %s must have mode 600 (rw-------), found %s; make a new key, since others could read this one"
                                .formatted(file, PosixFilePermissions.toString(found)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the mode of key file " + file + " is unknown", e);
        }
        return read(file);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SigningUnavailableException("key file " + file + " cannot be read", e);
        }
    }

    /** Files need no closing. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "keys in " + folder;
    }
}
