package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a report set is, and what it was computed from.
 *
 * @param kind such as {@code statements}
 * @param bucket the bucket by its role: {@code reports} or {@code tax}
 * @param prefix key below the bucket, with a slash at the end
 * @param entity of whom it is, the first word of every file name
 * @param firstSegment segment of the period's first day
 * @param lastRoot root over the entries of the last segment, hex
 * @param rulesSha256 of the dated rules
 * @param settingsSha256 over the digests of all files of settings
 */
public record SetHeader(
        String kind,
        String period,
        String bucket,
        String prefix,
        String entity,
        String ledger,
        String zone,
        int firstSegment,
        int lastSegment,
        String lastRoot,
        @Nullable String rulesSha256,
        String chartSha256,
        String settingsSha256) {

    public SetHeader {
        if (!prefix.endsWith("/") || prefix.startsWith("/") || firstSegment > lastSegment) {
            throw new IllegalArgumentException(
                    "a report set has a prefix such as statements/period=2026-03/ and segments in order, found \"%s\" and %d to %d"
                            .formatted(prefix, firstSegment, lastSegment));
        }
    }

    Json.Builder toJson() {
        Json.Builder json =
                Json.object()
                        .put("type", SetManifest.TYPE)
                        .put("kind", kind)
                        .put("period", period)
                        .put("entity", entity)
                        .put("ledger", ledger)
                        .put("zone", zone)
                        .put(
                                "segments",
                                Json.object()
                                        .put("first", firstSegment)
                                        .put("last", lastSegment)
                                        .put("lastRoot", lastRoot)
                                        .build())
                        .put("chartSha256", chartSha256)
                        .put("settingsSha256", settingsSha256);
        if (rulesSha256 != null) {
            json.put("rules", Json.object().put("sha256", rulesSha256).build());
        }
        return json;
    }

    /** The name a browser gives a file when it is downloaded. */
    String downloadName(String path, int revision) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String of =
                path.startsWith("payee=")
                        ? "-" + path.substring("payee=".length(), path.indexOf('/'))
                        : "";
        return "%s_%s%s_%s_r%02d%s"
                .formatted(
                        entity,
                        dot < 0 ? name : name.substring(0, dot),
                        of,
                        period,
                        revision,
                        dot < 0 ? "" : name.substring(dot));
    }
}
