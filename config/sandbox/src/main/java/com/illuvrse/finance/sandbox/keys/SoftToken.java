package com.illuvrse.finance.sandbox.keys;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A token of SoftHSM2, where that is installed: a hardware security module made of files. It shows
 * that PKCS#11 works here, not that a vendor's module does.
 *
 * <p>SoftHSM2 reads the place of its tokens from the file that {@code SOFTHSM2_CONF} names, and the
 * list of them once in a process: make all tokens before the first one is opened.
 */
public final class SoftToken {

    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");
    private static final String CONFIGURATION = "SOFTHSM2_CONF";

    private final Path library;
    private final long slot;
    private final String pin;
    private final Path files;

    private SoftToken(Path library, long slot, String pin, Path files) {
        this.library = library;
        this.slot = slot;
        this.pin = pin;
        this.files = files;
    }

    /** Why there can be no token here; empty where there can. */
    public static Optional<String> missing() {
        if (library().isEmpty() || tool().isEmpty()) {
            return Optional.of("SoftHSM2 is not installed (apt-get install softhsm2)");
        }
        return System.getenv(CONFIGURATION) == null
                ? Optional.of(CONFIGURATION + " names no file, such as target/softhsm2.conf")
                : Optional.empty();
    }

    private static Optional<Path> library() {
        return Stream.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                        "/usr/lib64/libsofthsm2.so",
                        "/usr/local/lib/softhsm/libsofthsm2.so",
                        "/opt/homebrew/lib/softhsm/libsofthsm2.so")
                .map(Path::of)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Optional<Path> tool() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(":"))
                .map(folder -> Path.of(folder, "softhsm2-util"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Makes a new token in the folder beside the configuration file. */
    public static SoftToken make(String label, String pin) throws IOException {
        Path configuration = Path.of(System.getenv(CONFIGURATION)).toAbsolutePath();
        Path folder = configuration.resolveSibling("softhsm-tokens");
        Files.createDirectories(folder);
        Files.writeString(
                configuration,
                "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n"
                        .formatted(folder));
        List<Path> before = list(folder);
        long slot = init(label, pin);
        List<Path> made = new ArrayList<>(list(folder));
        made.removeAll(before);
        return new SoftToken(library().orElseThrow(), slot, pin, made.getFirst());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> tokens = Files.list(folder)) {
            return tokens.toList();
        }
    }

    private static long init(String label, String pin) throws IOException {
        Process process =
                new ProcessBuilder(
                                tool().orElseThrow().toString(),
                                "--init-token",
                                "--free",
                                "--label",
                                label,
                                "--so-pin",
                                pin,
                                "--pin",
                                pin)
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher found = SLOT.matcher(told);
        if (!found.find()) {
            throw new IOException("softhsm2-util made no token: " + told.strip());
        }
        return Long.parseLong(found.group(1));
    }

    /**
     * Draws P-256 keys on the token, which cannot leave it, each with a certificate that only
     * carries its public key; and puts secrets in by label.
     */
    public void fill(List<String> signers, List<Secret> secrets) throws IOException {
        fill(signers, secrets, false);
    }

    /** A secret key in hex; the algorithm is {@code HmacSHA256} or {@code AES}. */
    public record Secret(String label, String algorithm, String hex) {}

    /** The same with keys that can leave the token, as none should. */
    public void fillCarelessly(List<String> signers, List<Secret> secrets) throws IOException {
        fill(signers, secrets, true);
    }

    private void fill(List<String> signers, List<Secret> secrets, boolean extractable)
            throws IOException {
        try {
            AuthProvider provider = open(extractable);
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, pin.toCharArray());
            for (String label : signers) {
                KeyPair drawn = draw(provider);
                keys.setKeyEntry(
                        label,
                        drawn.getPrivate(),
                        null,
                        new Certificate[] {certificate(label, drawn, provider)});
            }
            for (Secret secret : secrets) {
                keys.setEntry(
                        secret.label(),
                        new KeyStore.SecretKeyEntry(
                                new SecretKeySpec(
                                        HexFormat.of().parseHex(secret.hex()), secret.algorithm())),
                        null);
            }
            provider.logout();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the token takes no keys", e);
        }
    }

    private AuthProvider open(boolean extractable) {
        String attributes =
                """
                attributes(*, CKO_PRIVATE_KEY, *) = {
                  CKA_SENSITIVE = %2$s
                  CKA_EXTRACTABLE = %1$s
                }
                attributes(*, CKO_SECRET_KEY, *) = {
                  CKA_SENSITIVE = %2$s
                  CKA_EXTRACTABLE = %1$s
                }
                """
                        .formatted(extractable, !extractable);
        Provider provider =
                Security.getProvider("SunPKCS11")
                        .configure(
                                "--name=making-%d%nlibrary=%s%nslot=%d%n%s"
                                        .formatted(slot, library, slot, attributes));
        return (AuthProvider) provider;
    }

    private static KeyPair draw(Provider provider) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static Certificate certificate(String label, KeyPair key, Provider provider)
            throws GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=" + label);
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.ONE,
                                        Date.from(Instant.EPOCH),
                                        Date.from(Instant.parse("9999-12-31T23:59:59Z")),
                                        name,
                                        key.getPublic())
                                .build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .setProvider(provider)
                                                .build(key.getPrivate())));
    }

    /** The shared library. */
    public Path libraryFile() {
        return library;
    }

    /** Where the token is. */
    public long slot() {
        return slot;
    }

    /** Writes the PIN into a file of its own. */
    public Path pinFile(Path file) throws IOException {
        OwnerFile.write(file, pin + "\n");
        return file;
    }

    /** Takes the token out for good: its files are gone, as whoever has it open finds out. */
    public void takeOut() throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(files);
    }

    @Override
    public String toString() {
        return "SoftToken[slot " + slot + "]";
    }
}
