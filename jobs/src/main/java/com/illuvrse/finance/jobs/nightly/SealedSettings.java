package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.segment.Settings;
import java.util.TreeMap;

/**
 * What a day was settled by, as a package names it: digests of the pinned files and the program.
 */
public final class SealedSettings {

    private SealedSettings() {}

    public static Settings of(SettlementSettings settings) {
        TreeMap<String, String> files = new TreeMap<>();
        for (SettlementSettings.PinnedFile file : settings.pinned()) {
            files.put(file.name(), file.sha256());
        }
        SettlementSettings.Program program = settings.program();
        return new Settings(
                files, new Settings.Program(program.name(), program.version(), program.sha256()));
    }
}
