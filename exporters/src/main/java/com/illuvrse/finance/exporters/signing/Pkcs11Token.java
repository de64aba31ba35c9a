package com.illuvrse.finance.exporters.signing;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A token behind the JDK's SunPKCS11 provider. It is opened at the first use, and opened anew after
 * anything went wrong, since keys of a session that ended are of no use.
 *
 * <p>A refused PIN is not tried again until its file says something else: tokens lock themselves
 * after a few wrong ones.
 */
final class Pkcs11Token {

    /** What a token is asked for. */
    interface Question<T> {
        T ask(Provider provider) throws GeneralSecurityException;
    }

    /** As the provider describes a key that can leave its token. */
    private static final Pattern EXTRACTABLE =
            Pattern.compile("(?<!un)extractable", Pattern.CASE_INSENSITIVE);

    private final Path library;
    private final long slot;
    private final TokenPin pin;
    private final String moreConfiguration;
    private @Nullable Provider provider;
    private @Nullable KeyStore keys;
    private byte @Nullable [] refusedPin;

    /**
     * @param moreConfiguration lines of the provider's configuration, each with its line feed
     */
    Pkcs11Token(Path library, long slot, TokenPin pin, String moreConfiguration) {
        this.library = library;
        this.slot = slot;
        this.pin = pin;
        this.moreConfiguration = moreConfiguration;
    }

    /**
     * Asks the token for something; when it gives no answer, or refuses, it is away.
     *
     * @param what follows "cannot" in the sentence
     */
    synchronized <T> T ask(String what, Question<T> question) {
        open();
        try {
            return question.ask(provider());
        } catch (ProviderException | GeneralSecurityException e) {
            forget();
            throw new SigningUnavailableException(
                    "%s cannot %s: %s".formatted(this, what, reason(e)), e);
        }
    }

    /** Whether the token does this, by the name Java has for it. */
    synchronized boolean offers(String service, String algorithm) {
        open();
        return provider().getService(service, algorithm) != null;
    }

    /** The private key of a label, which cannot leave the token. */
    synchronized PrivateKey privateKey(String label) {
        if (key(label) instanceof PrivateKey found) {
            return requireUnextractable(label, found);
        }
        throw new IllegalArgumentException(
                "%s should have a private key under the label %s, found another object"
                        .formatted(this, label));
    }

    /** The public key in the certificate that lies beside a private key. */
    synchronized PublicKey publicKey(String label) {
        privateKey(label);
        Certificate certificate =
                ask("show the certificate of " + label, p -> keys().getCertificate(label));
        try {
            return Pem.publicKey(certificate.getPublicKey().getEncoded());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s must have an EC key on P-256 under the label %s: %s"
                            .formatted(this, label, e.getMessage()),
                    e);
        }
    }

    /** The secret key of a label, which cannot leave the token. */
    synchronized SecretKey secretKey(String label) {
        if (key(label) instanceof SecretKey found) {
            return requireUnextractable(label, found);
        }
        throw new IllegalArgumentException(
                "%s should have a secret key under the label %s, found another object"
                        .formatted(this, label));
    }

    private Key key(String label) {
        Optional<Key> key =
                ask("look for a key", p -> Optional.ofNullable(keys().getKey(label, null)));
        if (key.isEmpty()) {
            forget();
            throw new SigningUnavailableException(
                    "%s has no key with the label %s; a private key also needs a certificate with the same id beside it"
                            .formatted(this, label));
        }
        return key.get();
    }

    private <K extends Key> K requireUnextractable(String label, K key) {
        if (key.getEncoded() != null || EXTRACTABLE.matcher(key.toString()).find()) {
            throw new IllegalArgumentException(
                    "key %s of %s can leave the token: it was made with CKA_EXTRACTABLE true; make a new one that cannot"
                            .formatted(label, this));
        }
        return key;
    }

    private void open() {
        if (keys != null) {
            return;
        }
        char[] secret = pin.read();
        try {
            byte[] digest = digest(secret);
            if (Arrays.equals(digest, refusedPin)) {
                throw new SigningUnavailableException(
                        "%s refused the %s before, it is not tried again lest the token locks itself; put the right one into the file"
                                .formatted(this, pin));
            }
            open(secret, digest);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private void open(char[] secret, byte[] digest) {
        try {
            if (!Files.isRegularFile(library)) {
                throw new ProviderException("there is no such library");
            }
            Provider opened = Security.getProvider("SunPKCS11").configure(configuration());
            KeyStore store = KeyStore.getInstance("PKCS11", opened);
            store.load(null, secret);
            provider = opened;
            keys = store;
            refusedPin = null;
        } catch (IOException e) {
            if (isWrongPin(e)) {
                refusedPin = digest;
                throw new SigningUnavailableException("%s refuses the %s".formatted(this, pin), e);
            }
            throw away(e);
        } catch (GeneralSecurityException | ProviderException | UnsupportedOperationException e) {
            throw away(e);
        }
    }

    private SigningUnavailableException away(Exception e) {
        return new SigningUnavailableException(
                "%s cannot be opened: %s".formatted(this, reason(e)), e);
    }

    private String configuration() {
        return "--name=finance-slot-%d%nlibrary=%s%nslot=%d%n%s"
                .formatted(slot, library, slot, moreConfiguration);
    }

    private static boolean isWrongPin(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("CKR_PIN_")) {
                return true;
            }
        }
        return false;
    }

    /** The innermost sentence, which is the token's own code. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static byte[] digest(char[] secret) {
        byte[] bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret)).array();
        byte[] digest = Sha256.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        return digest;
    }

    private Provider provider() {
        Provider opened = provider;
        if (opened == null) {
            throw new ProviderException("the token is not open");
        }
        return opened;
    }

    private KeyStore keys() {
        KeyStore opened = keys;
        if (opened == null) {
            throw new ProviderException("the token is not open");
        }
        return opened;
    }

    private void forget() {
        provider = null;
        keys = null;
    }

    /** Logs out; a token that is gone needs none. */
    synchronized void close() {
        Provider opened = provider;
        forget();
        if (opened instanceof java.security.AuthProvider session) {
            try {
                session.logout();
            } catch (javax.security.auth.login.LoginException | ProviderException gone) {
                System.getLogger(Pkcs11Token.class.getName())
                        .log(System.Logger.Level.DEBUG, "the token was gone before", gone);
            }
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "the token in slot %d of %s", slot, library);
    }
}
