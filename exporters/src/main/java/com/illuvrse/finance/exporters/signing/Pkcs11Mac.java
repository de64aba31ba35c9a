package com.illuvrse.finance.exporters.signing;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** An HMAC key on a token: a generic secret, used by CKM_SHA256_HMAC. */
final class Pkcs11Mac implements LedgerMac {

    private static final int BYTES = 32;

    private final Pkcs11Token token;
    private final String label;

    Pkcs11Mac(Pkcs11Token token, String label) {
        this.token = token;
        this.label = label;
    }

    @Override
    public byte[] mac(byte[] message) {
        SecretKey key = token.secretKey(label);
        byte[] mac =
                token.ask(
                        "make an HMAC with " + label,
                        provider -> {
                            Mac making = Mac.getInstance("HmacSHA256", provider);
                            making.init(key);
                            return making.doFinal(message);
                        });
        if (mac.length != BYTES) {
            throw new SigningUnavailableException(
                    "%s should answer with an HMAC of %d bytes under %s, found %d"
                            .formatted(token, BYTES, label, mac.length));
        }
        return mac;
    }

    @Override
    public String toString() {
        return "HMAC key on " + token;
    }
}
