package com.illuvrse.finance.segment;

import com.illuvrse.finance.handover.TarFormatException;
import com.illuvrse.finance.handover.TarHeader;
import com.illuvrse.finance.handover.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package as it is handed over: {@code segment-000061.tar} or {@code .tar.gz}, whose members are
 * called as the files of the directory (segment format, section 12).
 *
 * <p>No member is kept: to open one is to go through the archive again, from header to header in a
 * plain one, inflating what comes before in a compressed one.
 *
 * @param folder name of the directory the members lie in
 */
record PackageArchive(Path path, String folder) implements PackageSource {

    @Override
    public SortedMap<String, Long> list() throws VerificationException {
        TreeMap<String, Long> files = new TreeMap<>();
        SegmentFile archive = new SegmentFile(String.valueOf(path.getFileName()));
        String prefix = folder + "/";
        try (TarReader tar = TarReader.open(path)) {
            for (TarHeader member = tar.next(); member != null; member = tar.next()) {
                if (!member.path().startsWith(prefix)) {
                    throw archive.malformed(
                            "member " + member.path(), "a path below " + prefix, "another");
                }
                files.put(member.path().substring(prefix.length()), member.size());
                if (files.size() > MAX_FILES) {
                    throw archive.malformed("members", "at most " + MAX_FILES, "more");
                }
            }
            return files;
        } catch (TarFormatException e) {
            throw archive.malformed(e.item(), e.expected(), e.found());
        } catch (IOException e) {
            throw archive.malformed("archive", "a readable archive", e);
        }
    }

    @Override
    public InputStream open(String file) throws IOException {
        String path = folder + "/" + file;
        TarReader tar = TarReader.open(this.path);
        try {
            TarHeader member = tar.next();
            while (member != null && !member.path().equals(path)) {
                member = tar.next();
            }
            if (member == null) {
                throw new NoSuchFileException(path, null, "no longer in " + this.path);
            }
            return tar.content();
        } catch (IOException e) {
            tar.close();
            throw e;
        }
    }
}
