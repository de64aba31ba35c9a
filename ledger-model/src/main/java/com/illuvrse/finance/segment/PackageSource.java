package com.illuvrse.finance.segment;

import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;

/** Where the files of a package lie that nobody trusts yet. Reading it writes nothing. */
interface PackageSource {

    /** A source with more files than this is not looked through to its end. */
    int MAX_FILES = 20_000;

    /** All files with their sizes, by path; refuses whatever is not a regular file. */
    SortedMap<String, Long> list() throws VerificationException;

    /** Opens a file that {@link #list()} has given. */
    InputStream open(String file) throws IOException;
}
