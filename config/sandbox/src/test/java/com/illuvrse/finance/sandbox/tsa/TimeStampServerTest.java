package com.illuvrse.finance.sandbox.tsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampServerTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-03T07:00:00Z"), ZoneOffset.UTC);
    private static final byte[] SIGNATURE = "a signature".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private TimeStampServer server;

    @BeforeEach
    void start() throws IOException {
        server = TimeStampServer.start(folder.resolve("tsa"), 0, CLOCK);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void givesATokenThatHoldsUnderItsRoot() throws Exception {
        TimeStampRequest request = request(TSPAlgorithms.SHA256, "SHA-256");

        TimeStampResponse response = ask(request);

        response.validate(request);
        TimeStampToken token = response.getTimeStampToken();
        X509Certificate authority = authorityOf(token);
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(authority));
        authority.verify(root().getPublicKey());
        assertThat(authority.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
        assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.37");
        assertThat(token.getTimeStampInfo().getGenTime().toInstant()).isEqualTo(CLOCK.instant());
        assertThat(token.getTimeStampInfo().getNonce()).isEqualTo(BigInteger.valueOf(4711));
    }

    @Test
    void openSslVerifiesTheToken() throws Exception {
        assumeTrue(isThereOpenSsl(), "openssl is not installed");
        Files.write(folder.resolve("signature"), SIGNATURE);
        Files.writeString(folder.resolve("root.pem"), server.caCertificatePem());
        Files.write(
                folder.resolve("stamp.tsr"),
                ask(request(TSPAlgorithms.SHA256, "SHA-256")).getEncoded());

        assertThat(openSslVerifies()).contains("Verification: OK");

        Files.writeString(folder.resolve("signature"), "another signature");
        assertThat(openSslVerifies()).contains("Verification: FAILED");
    }

    @Test
    void neverGivesASerialNumberTwice() throws Exception {
        BigInteger first = serial();
        BigInteger second = serial();
        X509Certificate root = root();
        stop();
        start();

        BigInteger third = serial();

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(root()).isEqualTo(root);
    }

    @Test
    void refusesDigestsItDoesNotTake() throws Exception {
        TimeStampResponse response = ask(request(TSPAlgorithms.SHA1, "SHA-1"));

        assertThat(response.getStatus()).isEqualTo(PKIStatus.REJECTION);
        assertThat(response.getTimeStampToken()).isNull();
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        HttpResponse<byte[]> nonsense = post("application/timestamp-query", new byte[] {1, 2, 3});

        assertThat(new TimeStampResponse(nonsense.body()).getStatus())
                .isEqualTo(PKIStatus.REJECTION);
        assertThat(post("text/plain", new byte[0]).statusCode()).isEqualTo(415);
    }

    private BigInteger serial() throws Exception {
        return ask(request(TSPAlgorithms.SHA256, "SHA-256"))
                .getTimeStampToken()
                .getTimeStampInfo()
                .getSerialNumber();
    }

    private static TimeStampRequest request(ASN1ObjectIdentifier algorithm, String digest)
            throws Exception {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(
                algorithm,
                MessageDigest.getInstance(digest).digest(SIGNATURE),
                BigInteger.valueOf(4711));
    }

    private TimeStampResponse ask(TimeStampRequest request) throws Exception {
        HttpResponse<byte[]> answer = post("application/timestamp-query", request.getEncoded());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/timestamp-reply");
        return new TimeStampResponse(answer.body());
    }

    private HttpResponse<byte[]> post(String type, byte[] body)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(server.endpoint())
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private X509Certificate root() throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        server.caCertificatePem()
                                                .getBytes(StandardCharsets.US_ASCII)));
    }

    private static X509Certificate authorityOf(TimeStampToken token) throws Exception {
        Store<X509CertificateHolder> given = token.getCertificates();
        for (X509CertificateHolder holder : given.getMatches(null)) {
            if (token.getSID().match(holder)) {
                return new JcaX509CertificateConverter().getCertificate(holder);
            }
        }
        throw new AssertionError("the token does not hold the certificate that signed it");
    }

    private static boolean isThereOpenSsl() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String openSslVerifies() throws IOException {
        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "ts",
                                "-verify",
                                "-data",
                                "signature",
                                "-in",
                                "stamp.tsr",
                                "-CAfile",
                                "root.pem")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        return new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
