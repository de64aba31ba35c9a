package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import java.nio.charset.StandardCharsets;

/** What nights are settled by now, as digests, beside what one was begun with. */
final class Pins {

    private final String settings;
    private final String program;

    Pins(SettlementSettings pinned) {
        StringBuilder text = new StringBuilder();
        for (SettlementSettings.PinnedFile file : pinned.pinned()) {
            text.append(file.sha256()).append("  ").append(file.name()).append('\n');
        }
        this.settings = Sha256.hexOf(text.toString().getBytes(StandardCharsets.UTF_8));
        this.program = pinned.program().sha256();
    }

    /** One digest over everything the settings pin. */
    String settings() {
        return settings;
    }

    String program() {
        return program;
    }

    /**
     * Refuses to go on with a night with anything else than it was begun with.
     *
     * @throws SettingsChangedException when settings or program differ
     */
    void requireSame(NightRun before) {
        if (!before.settings().equals(settings)) {
            throw new SettingsChangedException(
                    before.date(), "settings", before.settings(), settings);
        }
        if (!before.program().equals(program) && before.state() != Runs.State.DONE) {
            throw new SettingsChangedException(before.date(), "program", before.program(), program);
        }
    }
}
