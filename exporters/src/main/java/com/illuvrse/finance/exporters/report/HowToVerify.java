package com.illuvrse.finance.exporters.report;

import java.util.Locale;
import java.util.regex.Pattern;

/** The last part of the page: how anyone checks the day, with our command and without it. */
final class HowToVerify {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./_-]+");

    private HowToVerify() {}

    static void write(Html page, SettledDay day) {
        String folder = String.format(Locale.ROOT, "segment-%06d", day.segment());
        String prefix = "audit/v1/" + day.sealed().ledger() + "/";
        page.raw("<section>\n<h2>Check this day yourself</h2>\n");
        page.raw(
                "<p class=\"lead\">The day is sealed: its entries, balances, breaks and evidence cannot change any more"
                        + " without these commands noticing. They need no database and trust nobody but your own"
                        + " trust file.</p>\n<pre>");
        line(page, "# copy the sealed days and check them, every figure recomputed");
        line(page, "scheduler/finance archive get " + quoted(prefix) + " segments");
        line(page, "scheduler/finance verify segments --trust trust.json");
        line(page, "");
        line(page, "# this page and the other files of its folder");
        line(
                page,
                "scheduler/finance archive get reports/daily/dt=" + day.sealed().day() + "/ day");
        line(page, "");
        line(page, "# without any program of ours: this day's bytes, and that it is this day");
        line(page, "cd segments");
        line(
                page,
                "jq -r '.files[]|.sha256+\"  \"+.path' "
                        + folder
                        + "/manifest.json | (cd "
                        + folder
                        + " && sha256sum -c --strict)");
        line(
                page,
                "echo \"%s  %s/manifest.json\" | sha256sum -c --strict"
                        .formatted(day.sealed().manifestId(), folder));
        page.raw(
                "</pre>\n<p class=\"seal\"><span>ledger head</span> <code>{}</code></p>\n",
                day.head());
        page.raw("</section>\n");
    }

    private static void line(Html page, String text) {
        page.raw(Html.escaped(text)).raw("\n");
    }

    /** A word for a shell, whatever it holds. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
