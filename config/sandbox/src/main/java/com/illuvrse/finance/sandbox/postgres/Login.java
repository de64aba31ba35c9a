package com.illuvrse.finance.sandbox.postgres;

/**
 * Who connects to which database, in the three parts a connection pool is set with.
 *
 * @param url of JDBC, with nothing secret in it
 */
public record Login(String url, String user, String password) {
    @Override
    public String toString() {
        return "Login[url=" + url + ", user=" + user + ", password=(hidden)]";
    }
}
