package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

class FaultsTest {
    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;
    private S3Faults faults;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client();
        faults = s3.server().faults();
        client.createBucket(b -> b.bucket("audit"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private void put(S3Client by, String key) {
        by.putObject(p -> p.bucket("audit").key(key), RequestBody.fromString("0123456789"));
    }

    private int objects() {
        return client.listObjectsV2(l -> l.bucket("audit")).keyCount();
    }

    @Test
    void failsOnlyWhatTheScriptNamesAndOnlyAsOften() {
        faults.next(2, Operation.PUT_OBJECT, "audit/v1/", Fault.INTERNAL_ERROR);

        put(client, "v2/a");
        assertRefused(() -> put(client, "v1/a"), 500, "InternalError");
        assertRefused(() -> put(client, "v1/b"), 500, "InternalError");
        put(client, "v1/b");

        assertThat(objects()).isEqualTo(2);
        assertThat(faults.requests(Operation.PUT_OBJECT)).isEqualTo(4);
        assertThat(faults.made(Fault.INTERNAL_ERROR)).isEqualTo(2);
    }

    @Test
    void followsTheOrderOfTheScript() {
        faults.next(1, Operation.PUT_OBJECT, "", Fault.NONE)
                .next(1, Operation.PUT_OBJECT, "", Fault.CONFLICT)
                .next(1, Operation.PUT_OBJECT, "", Fault.PRECONDITION_FAILED)
                .next(1, Operation.PUT_OBJECT, "", Fault.SLOW_DOWN);

        put(client, "a");
        assertRefused(() -> put(client, "b"), 409, "ConditionalRequestConflict");
        assertRefused(() -> put(client, "c"), 412, "PreconditionFailed");
        assertRefused(() -> put(client, "d"), 503, "SlowDown");
        put(client, "e");

        assertThat(objects()).isEqualTo(2);
    }

    @Test
    void forgetsTheRestOfAScript() {
        faults.next(5, Operation.PUT_OBJECT, "", Fault.INTERNAL_ERROR);
        faults.clear();

        put(client, "a");

        assertThat(faults.made(Fault.INTERNAL_ERROR)).isZero();
    }

    @Test
    void cutsTheConnectionBeforeAnythingIsDone() {
        faults.next(1, Operation.PUT_OBJECT, "", Fault.CUT_BEFORE);

        assertThatThrownBy(() -> put(client, "a")).isInstanceOf(SdkClientException.class);

        assertThat(objects()).isZero();
    }

    @Test
    void cutsTheConnectionAfterEverythingIsDone() {
        faults.next(1, Operation.PUT_OBJECT, "", Fault.CUT_AFTER);

        assertThatThrownBy(() -> put(client, "a")).isInstanceOf(SdkClientException.class);

        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void cutsAnAnswerInTheMiddle() {
        put(client, "a");
        faults.next(1, Operation.GET_OBJECT, "audit/a", Fault.CUT_ANSWER);

        assertThatThrownBy(() -> client.getObjectAsBytes(g -> g.bucket("audit").key("a")))
                .isInstanceOf(SdkClientException.class);
        assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    void isOvercomeByAClientThatTriesAgain() {
        faults.next(1, Operation.PUT_OBJECT, "", Fault.INTERNAL_ERROR)
                .next(1, Operation.PUT_OBJECT, "", Fault.CUT_AFTER);

        try (S3Client patient =
                s3.builder(s3.credentials())
                        .overrideConfiguration(
                                o -> o.retryStrategy(StandardRetryStrategy.builder().build()))
                        .build()) {
            put(patient, "a");
        }

        assertThat(objects()).isEqualTo(1);
        assertThat(faults.requests(Operation.PUT_OBJECT)).isEqualTo(3);
    }

    @Test
    void refusesAScriptLineThatWouldNeverHappen() {
        assertThatThrownBy(() -> faults.next(0, Operation.PUT_OBJECT, "", Fault.CUT_AFTER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 but is 0");
    }
}
