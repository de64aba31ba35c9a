package com.illuvrse.finance.jobs.postgres;

/**
 * Where the ledger's database is, and the two logins that use it.
 *
 * @param url JDBC address of a PostgreSQL 18 database
 * @param owner makes and changes the schema and does nothing else
 * @param application settles; may become the roles of the ledger, inherits nothing
 */
public record DatabaseSettings(String url, Login owner, Login application) {

    /** A name and a password that never shows itself when printed. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "Login[" + user + ", hidden]";
        }
    }
}
