package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.PublicKeyFile;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Public keys as people hand them to a ceremony: the text of a verifier key, a file with the public
 * key, or the name of a key in our key store.
 */
public final class HandedKeys {

    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final List<String> ENDINGS = List.of(".pub.pem", ".pem", ".pub");

    private final String ledger;
    private final SigningKeys keys;

    public HandedKeys(String ledger, SigningKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /** A key that signs checkpoints, under the name of the ledger. */
    public VerifierKey log(String handed) {
        return key(ledger, handed);
    }

    /** A root key; when it is handed over without a name it is named after its file or key. */
    public VerifierKey root(String handed) {
        String file = String.valueOf(Path.of(handed).getFileName());
        String name =
                ENDINGS.stream()
                        .filter(file::endsWith)
                        .findFirst()
                        .map(ending -> file.substring(0, file.length() - ending.length()))
                        .orElse(file);
        return key(name + "." + ledger, handed);
    }

    /** The key of a role: SubjectPublicKeyInfo, DER, base64. */
    public String signer(String role, String handed) {
        return Base64.getEncoder().encodeToString(key(role, handed).spki());
    }

    private VerifierKey key(String name, String handed) {
        if (handed.indexOf('+') > 0) {
            return VerifierKey.parse(handed);
        }
        Path file = Path.of(handed);
        return VerifierKey.of(
                name,
                Files.isRegularFile(file)
                        ? PublicKeyFile.read(file)
                        : keys.signer(handed).publicKey());
    }

    /**
     * The keyId of a key that is registered.
     *
     * @param named its keyId or the first eight or more digits of it, or the key as it was handed
     *     over
     */
    public String registered(KeyRegistry registry, String named) {
        List<String> known =
                Stream.concat(
                                registry.log().stream().map(RegistryDraft::keyId),
                                registry.signers().stream().map(KeyRegistry.Signer::keyId))
                        .filter(keyId -> keyId.startsWith(named))
                        .toList();
        if (KEY_ID.matcher(named).matches() && known.size() == 1) {
            return known.getFirst();
        }
        return Sha256.hexOf(key("key", named).spki());
    }
}
