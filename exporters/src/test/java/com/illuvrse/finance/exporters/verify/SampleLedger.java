package com.illuvrse.finance.exporters.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A copy of the sample ledger of the ledger-model's tests, which may come in a jar. */
public final class SampleLedger {

    private static final String WITNESS =
            "witness.example.com/w1+e80f35c1+BL+OgDJZL18osq5UoUiGTSwlxzKrU/Y6e4WpNjMkzbgU";

    private final Path folder;

    private SampleLedger(Path folder) {
        this.folder = folder;
    }

    /** Five sealed days and their trust file. */
    public static SampleLedger copiedTo(Path folder) {
        URL sample = SampleLedger.class.getResource("/proof/ledger/trust.json");
        URI ledger = URI.create(sample.toString().replace("/trust.json", ""));
        try {
            if (ledger.getScheme().equals("jar")) {
                String file = ledger.getSchemeSpecificPart();
                Path archive = Path.of(URI.create(file.substring(0, file.indexOf("!/"))));
                try (FileSystem jar = FileSystems.newFileSystem(archive)) {
                    copy(jar.getPath("/proof/ledger"), folder);
                }
            } else {
                copy(Path.of(ledger), folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SampleLedger(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(path));
                }
            }
        }
    }

    /** Adds a person's signature, its time stamp and a witness to segment 1, and pins them. */
    SampleLedger attested() {
        write("segment-000001/sig/finance-lead.p7s", attested("finance-lead.p7s"));
        write("segment-000001/tst/finance-lead.p7s.tsr", attested("finance-lead.p7s.tsr"));
        write("segment-000001/wit/checkpoint", attested("wit-checkpoint"));
        String pem = new String(attested("tsa-root.crt"), StandardCharsets.US_ASCII);
        String pinned =
                """
                ,"timestamps":1,"tsaRoots":["%s"],"witness":{"keys":["%s"],"threshold":1}}
                """
                        .formatted(pem.replace("\n", "\\n"), WITNESS);
        return edit("trust.json", text -> text.substring(0, text.lastIndexOf('}')) + pinned);
    }

    private static byte[] attested(String name) {
        try (InputStream stream =
                SampleLedger.class.getResourceAsStream("/proof/attested/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path path(String file) {
        return folder.resolve(file);
    }

    SampleLedger write(String file, byte[] content) {
        try {
            Files.createDirectories(path(file).getParent());
            Files.write(path(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes a file; a change that changes nothing is a mistake of the test. */
    SampleLedger edit(String file, UnaryOperator<String> change) {
        try {
            String before = Files.readString(path(file));
            String after = change.apply(before);
            if (after.equals(before)) {
                throw new IllegalArgumentException("nothing changed in " + file);
            }
            Files.writeString(path(file), after);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SampleLedger replace(String file, String from, String to) {
        return edit(file, text -> text.replace(from, to));
    }

    /** Turns over one bit. */
    SampleLedger flip(String file, int at) {
        try {
            byte[] bytes = Files.readAllBytes(path(file));
            bytes[at] ^= 1;
            return write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the file of one segment in the place of another's. */
    SampleLedger swap(String one, String other) {
        try {
            byte[] bytes = Files.readAllBytes(path(one));
            Files.copy(path(other), path(one), StandardCopyOption.REPLACE_EXISTING);
            return write(other, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SampleLedger move(String from, String to) {
        try {
            Files.move(path(from), path(to));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
