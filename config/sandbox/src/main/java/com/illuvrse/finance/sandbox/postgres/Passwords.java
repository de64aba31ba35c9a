package com.illuvrse.finance.sandbox.postgres;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The passwords of the logins, drawn at random for each home, one file of mode 600 for each. */
final class Passwords {
    private final Path folder;
    private final Map<String, String> passwords = new LinkedHashMap<>();

    private Passwords(Path folder) {
        this.folder = folder;
    }

    /** Draws those that the folder does not have yet. */
    static void draw(Path folder, List<String> logins) throws IOException {
        OwnerFile.folder(folder);
        SecureRandom random = new SecureRandom();
        for (String login : logins) {
            Path file = folder.resolve(login);
            if (Files.notExists(file)) {
                byte[] bytes = new byte[24];
                random.nextBytes(bytes);
                OwnerFile.write(file, HexFormat.of().formatHex(bytes) + "\n");
            }
        }
    }

    /** The passwords kept in this folder. */
    static Passwords keptIn(Path folder, List<String> logins) throws IOException {
        Passwords kept = new Passwords(folder);
        for (String login : logins) {
            Path file = folder.resolve(login);
            if (Files.notExists(file)) {
                throw new IOException(
                        ("the password file %s is missing; without it the data beside it cannot"
                                        + " be opened: bring it back, or begin with a new home")
                                .formatted(file));
            }
            kept.passwords.put(login, Files.readString(file).strip());
        }
        return kept;
    }

    Path file(String login) {
        return folder.resolve(login);
    }

    String of(String login) {
        String password = passwords.get(login);
        if (password == null) {
            throw new IllegalArgumentException(
                    "there is no login %s; this server has %s"
                            .formatted(login, passwords.keySet()));
        }
        return password;
    }

    @Override
    public String toString() {
        return "Passwords of " + passwords.keySet();
    }
}
