package com.illuvrse.finance.scheduler.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.FileSystemResource;

/** Which key store the settings open, bound as the file an operator edits. */
class SigningAddressTest {

    @TempDir Path folder;

    private static SigningAddress with(String... changes) throws IOException {
        Map<String, Object> changed = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            changed.put("signing." + changes[i], changes[i + 1]);
        }
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new MapPropertySource("changes", changed));
        new YamlPropertySourceLoader()
                .load("settings", new FileSystemResource(Path.of("../config/application.yml")))
                .forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("signing", SigningAddress.class)
                .get();
    }

    private SigningKeys keys(SigningAddress address) throws IOException {
        Path access = Files.writeString(folder.resolve("access"), "id\nsecret\n");
        return address.keys(new ArchiveCredentials.FromFile(access));
    }

    @Test
    void isAwsKmsUnlessTheSettingsSayOtherwise() throws IOException {
        try (SigningKeys keys = keys(with())) {
            assertThat(keys).hasToString("keys in AWS KMS us-east-1");
        }
    }

    @Test
    void opensATokenByItsLibraryAndSlot() throws IOException {
        SigningAddress address =
                with("backend", "pkcs11", "token.library", "/nowhere/lib.so", "token.slot", "7");

        try (SigningKeys keys = keys(address)) {
            assertThat(keys).hasToString("keys on the token in slot 7 of /nowhere/lib.so");
            assertThatThrownBy(() -> keys.ledgerMac().mac(new byte[1]))
                    .as("asked only when something is signed")
                    .isInstanceOf(SigningUnavailableException.class);
        }
    }

    @Test
    void namesTheLogKeysToComeAndTheKeysOfPersons() throws IOException {
        try (SigningKeys keys =
                keys(with("keys.log-2", "alias/log-2", "keys.finance-lead", "alias/lead"))) {
            assertThat(keys.names()).containsExactly("finance-lead", "log", "log-2", "reports");
        }
        try (SigningKeys keys = keys(with())) {
            assertThat(keys.names()).containsExactly("log", "reports");
        }
        SigningAddress doubled = with("keys.log", "alias/another");
        assertThatThrownBy(() -> keys(doubled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take them out of signing.keys");
    }

    @Test
    void refusesKeyFilesOutsideASandbox() throws IOException {
        SigningAddress address = with("backend", "key-files");

        assertThatThrownBy(() -> keys(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys in files are for sandboxes only")
                .hasMessageContaining("name keys of AWS KMS or of a PKCS#11 token");
    }
}
