package com.illuvrse.finance.exporters.signing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.BadPaddingException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * As much of AWS KMS as signing needs: JSON over HTTP, keys in memory. It is as strict as KMS: a
 * message type that does not fit the key is refused.
 */
final class FakeKms implements AutoCloseable {

    /** What goes wrong with the next answers. */
    enum Fault {
        NONE,
        INTERNAL_ERROR,
        DISABLED,
        GARBAGE
    }

    private final HttpServer server;
    private final Map<String, KeyPair> keys = new TreeMap<>();
    private final byte[] macKey;
    private final List<String> asked = new ArrayList<>();
    private Fault fault = Fault.NONE;

    FakeKms(byte[] macKey) throws IOException {
        this.macKey = macKey;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    FakeKms with(String keyId, KeyPair key) {
        keys.put(keyId, key);
        return this;
    }

    synchronized void failWith(Fault next) {
        fault = next;
    }

    /** Operations asked for so far, with their keys. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String keyId = member(body, "KeyId");
        asked.add(target.substring(target.indexOf('.') + 1) + " " + keyId);
        try {
            switch (fault) {
                case INTERNAL_ERROR -> refuse(exchange, 500, "KMSInternalException");
                case DISABLED -> refuse(exchange, 400, "DisabledException");
                case NONE, GARBAGE -> answer(exchange, 200, work(target, keyId, body));
            }
        } catch (BadPaddingException e) {
            refuse(exchange, 400, "InvalidCiphertextException");
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            refuse(exchange, 400, "ValidationException");
        }
    }

    private String work(String target, String keyId, String body) throws GeneralSecurityException {
        if (target.equals("TrentService.GenerateMac")) {
            return "{\"Mac\":\"%s\"}".formatted(mac(body));
        }
        if (target.equals("TrentService.GenerateDataKey")) {
            return wrap(context(body));
        }
        if (target.equals("TrentService.Decrypt")) {
            return unwrap(context(body), member(body, "CiphertextBlob"));
        }
        KeyPair key = Objects.requireNonNull(keys.get(keyId));
        boolean edwards = key.getPublic().getAlgorithm().equals("EdDSA");
        return switch (target) {
            case "TrentService.GetPublicKey" ->
                    "{\"KeySpec\":\"%s\",\"KeyUsage\":\"SIGN_VERIFY\",\"PublicKey\":\"%s\"}"
                            .formatted(
                                    edwards ? "ECC_NIST_EDWARDS25519" : "ECC_NIST_P256",
                                    base64(key.getPublic().getEncoded()));
            case "TrentService.Sign" ->
                    "{\"Signature\":\"%s\"}".formatted(base64(sign(key, edwards, body)));
            default -> throw new IllegalArgumentException(target);
        };
    }

    private byte[] sign(KeyPair key, boolean edwards, String body) throws GeneralSecurityException {
        String wanted = edwards ? "ED25519_SHA_512 RAW" : "ECDSA_SHA_256 DIGEST";
        if (!wanted.equals(member(body, "SigningAlgorithm") + " " + member(body, "MessageType"))) {
            throw new IllegalArgumentException(body);
        }
        byte[] message = Base64.getDecoder().decode(member(body, "Message"));
        if (!edwards && message.length != 32) {
            throw new IllegalArgumentException("not a SHA-256");
        }
        Signature signature = Signature.getInstance(edwards ? "Ed25519" : "NONEwithECDSA");
        signature.initSign(key.getPrivate());
        signature.update(message);
        byte[] bytes = signature.sign();
        if (fault == Fault.GARBAGE) {
            bytes[bytes.length - 1] ^= 1;
        }
        return bytes;
    }

    private String mac(String body) throws GeneralSecurityException {
        if (!member(body, "MacAlgorithm").equals("HMAC_SHA_256")) {
            throw new IllegalArgumentException(body);
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
        byte[] bytes = mac.doFinal(Base64.getDecoder().decode(member(body, "Message")));
        return base64(fault == Fault.GARBAGE ? new byte[] {1, 2, 3} : bytes);
    }

    /** A wrapped key is the key beside a digest of key and context: enough to notice a change. */
    private String wrap(String context) throws GeneralSecurityException {
        byte[] open = new byte[32];
        new SecureRandom().nextBytes(open);
        ByteBuffer wrapped = ByteBuffer.allocate(64).put(open).put(seal(open, context));
        return "{\"Plaintext\":\"%s\",\"CiphertextBlob\":\"%s\"}"
                .formatted(base64(open), base64(wrapped.array()));
    }

    private String unwrap(String context, String blob) throws GeneralSecurityException {
        byte[] wrapped = Base64.getDecoder().decode(blob);
        byte[] open = Arrays.copyOf(wrapped, 32);
        if (!Arrays.equals(seal(open, context), Arrays.copyOfRange(wrapped, 32, 64))) {
            throw new BadPaddingException("InvalidCiphertextException");
        }
        return "{\"Plaintext\":\"%s\"}".formatted(base64(open));
    }

    private byte[] seal(byte[] open, String context) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
        mac.update(context.getBytes(StandardCharsets.UTF_8));
        return mac.doFinal(open);
    }

    private static String context(String body) {
        return member(body, "purpose") + " " + member(body, "ref");
    }

    private static String member(String body, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
        return found.find() ? found.group(1) : "";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void refuse(HttpExchange exchange, int status, String type) {
        answer(exchange, status, "{\"__type\":\"%s\",\"message\":\"no\"}".formatted(type));
    }

    private static void answer(HttpExchange exchange, int status, String json) {
        try (exchange) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
