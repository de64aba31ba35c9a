package com.illuvrse.finance.exporters.s3;

/**
 * An object that is written once is there with other content. Somebody else wrote it, or we are
 * about to tell a second story: a person has to look.
 */
public final class ArchiveConflictException extends ArchiveException {
    private static final long serialVersionUID = 1L;

    ArchiveConflictException(String place, String ours, String found) {
        super(
                "%s is there with other content: ours has SHA-256 %s, found %s; nothing was replaced"
                        .formatted(place, ours, found));
    }
}
