package com.illuvrse.finance.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.sandbox.home.FolderLock;
import com.illuvrse.finance.sandbox.home.HomeInUseException;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.postgres.Login;
import com.illuvrse.finance.sandbox.s3.S3Credentials;
import com.illuvrse.finance.sandbox.s3.S3Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

class SandboxTest {
    private static final GeneratorSettings MONTH =
            GeneratorSettings.of(3, LocalDate.of(2026, 10, 1), 3, 5, ZoneOffset.UTC);
    private static final Instant NIGHT = Instant.parse("2026-10-02T02:00:00Z");
    private static final String ORDERS = "orders/dt=2026-10-01/orders.jsonl";

    @TempDir Path home;

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        leaveAnUnfinishedFirstStart();
        List<String> delivered;
        try (Sandbox sandbox = Sandbox.start(SandboxSettings.generating(home, MONTH))) {
            sandbox.setClock(NIGHT);
            execute(sandbox.owner(), "create table kept (n int)");
            delivered = inboxVersions(sandbox);
            assertThat(delivered).contains(ORDERS).doesNotHaveDuplicates();
            assertThat(sandbox.settingsFile()).exists();
            assertThat(home.resolve("data/half_made")).doesNotExist();
            assertThatThrownBy(() -> Sandbox.start(SandboxSettings.of(home)))
                    .isInstanceOf(HomeInUseException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        Path changed = home.resolve("data/inbox").resolve(ORDERS);
        Files.writeString(changed, "\n", StandardOpenOption.APPEND);
        Files.writeString(changed.resolveSibling("late.jsonl"), "{\"type\":\"end\",\"count\":0}\n");

        try (Sandbox again = Sandbox.start(SandboxSettings.of(home))) {
            assertThat(again.now()).isEqualTo(NIGHT);
            execute(again.owner(), "insert into kept values (1)");
            assertThat(inboxVersions(again))
                    .hasSize(delivered.size() + 2)
                    .containsAll(delivered)
                    .contains("orders/dt=2026-10-01/late.jsonl");
            assertThat(inboxVersions(again)).filteredOn(ORDERS::equals).hasSize(2);
            assertThat(buckets(again))
                    .containsExactly("audit", "inbox", "reports", "tax", "witness");
            assertThat(stripeBalance(again)).isEqualTo(200);
            assertThat(again.keys().keyPair("log")).isNotNull();
        }
    }

    @Test
    void refusesAnotherWorld() throws IOException {
        Files.writeString(home.resolve("world"), "the folder /of/another/sandbox\n");

        assertThatThrownBy(() -> Sandbox.start(SandboxSettings.generating(home, MONTH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was begun with the folder /of/another/sandbox")
                .hasMessageContaining("the generated month of seed 3")
                .hasMessageContaining("take another home");
        FolderLock.take(home).close();
    }

    @Test
    void refusesADataFolderThatDoesNotExist() {
        Path missing = home.resolve("nowhere");

        assertThatThrownBy(() -> Sandbox.start(SandboxSettings.serving(home, missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void stopsWhatItStartedWhenAPartDoesNotStart() throws IOException {
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/prepared"), "");

        assertThatThrownBy(() -> Sandbox.start(SandboxSettings.generating(home, MONTH)))
                .hasMessageContaining("passwords/postgres is missing");

        assertThat(home.resolve("s3/buckets/audit")).exists();
        FolderLock.take(home).close();
        FolderLock.take(home.resolve("tsa")).close();
        try (S3Server s3 = s3Alone()) {
            s3.keepBucket("free", false);
        }
        assertThat(home.resolve("world")).doesNotExist();
    }

    @Test
    void hidesPasswords() {
        assertThat(new Login("jdbc:postgresql://127.0.0.1:1/finance", "finance_app", "hunter2"))
                .asString()
                .contains("finance_app")
                .doesNotContain("hunter2");
    }

    private void leaveAnUnfinishedFirstStart() throws IOException {
        for (String folder : List.of("data", "data.unfinished")) {
            Files.createDirectories(home.resolve(folder));
            Files.writeString(home.resolve(folder).resolve("half_made"), "");
        }
    }

    private S3Server s3Alone() throws IOException {
        return S3Server.start(home.resolve("s3"), 0, Clock.systemUTC(), S3Credentials.random());
    }

    private static List<String> inboxVersions(Sandbox sandbox) {
        try (S3Client s3 = client(sandbox)) {
            return s3.listObjectVersions(b -> b.bucket(Sandbox.INBOX)).versions().stream()
                    .map(ObjectVersion::key)
                    .toList();
        }
    }

    private static List<String> buckets(Sandbox sandbox) {
        try (S3Client s3 = client(sandbox)) {
            return s3.listBuckets().buckets().stream().map(b -> b.name()).toList();
        }
    }

    private static S3Client client(Sandbox sandbox) {
        return S3Client.builder()
                .endpointOverride(sandbox.s3().endpoint())
                .region(Region.of(sandbox.s3Region()))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        sandbox.s3Credentials().accessKey(),
                                        sandbox.s3Credentials().secretKey())))
                .build();
    }

    private static int stripeBalance(Sandbox sandbox) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            sandbox.stripe().endpoint().resolve("/v1/balance"))
                                    .header("Authorization", "Bearer " + sandbox.stripePullKey())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static void execute(Login login, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(login.url(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
