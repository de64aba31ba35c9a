package com.illuvrse.finance.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class ListingTest {
    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client();
        client.createBucket(b -> b.bucket("reports"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private String put(String key) {
        return client.putObject(p -> p.bucket("reports").key(key), RequestBody.fromString("1"))
                .versionId();
    }

    private static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }

    private static List<String> prefixes(ListObjectsV2Response page) {
        return page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
    }

    @Test
    void pagesOverMoreKeysThanOneAnswerHolds() {
        List<String> expected =
                IntStream.range(0, 2_503).mapToObj("dt=2026-11-24/part-%05d"::formatted).toList();
        expected.parallelStream().forEach(this::put);

        List<ListObjectsV2Response> pages =
                client.listObjectsV2Paginator(l -> l.bucket("reports")).stream().toList();

        assertThat(pages.stream().map(ListObjectsV2Response::keyCount))
                .containsExactly(1_000, 1_000, 503);
        assertThat(pages.stream().flatMap(p -> keys(p).stream())).isEqualTo(expected);
    }

    @Test
    void rollsKeysUpBehindADelimiterAcrossPages() {
        List.of("a", "dt=1/x", "dt=1/y", "dt=2/x", "dt=2/y/z", "e").forEach(this::put);
        List<String> seen = new ArrayList<>();

        for (ListObjectsV2Response page :
                client.listObjectsV2Paginator(l -> l.bucket("reports").delimiter("/").maxKeys(1))) {
            assertThat(page.keyCount()).isEqualTo(1);
            seen.addAll(keys(page));
            seen.addAll(prefixes(page));
        }

        assertThat(seen).containsExactly("a", "dt=1/", "dt=2/", "e");
    }

    @Test
    void listsBelowAPrefixAndBehindAKey() {
        List.of("a", "dt=1/x", "dt=1/y", "dt=2/x", "dt=2/y/z", "e").forEach(this::put);

        ListObjectsV2Response below =
                client.listObjectsV2(l -> l.bucket("reports").prefix("dt=2/").delimiter("/"));
        ListObjectsV2Response behind =
                client.listObjectsV2(l -> l.bucket("reports").prefix("dt=").startAfter("dt=1/x"));

        assertThat(keys(below)).containsExactly("dt=2/x");
        assertThat(prefixes(below)).containsExactly("dt=2/y/");
        assertThat(keys(behind)).containsExactly("dt=1/y", "dt=2/x", "dt=2/y/z");
        assertThat(behind.isTruncated()).isFalse();
    }

    @Test
    void ordersKeysByTheirUtf8Bytes() {
        List.of("z", "é", "\uFFFD", "😀", "a b", "a+b", "a/../b", "İ").forEach(this::put);

        List<String> expected = List.of("a b", "a+b", "a/../b", "z", "é", "İ", "\uFFFD", "😀");
        assertThat(keys(client.listObjectsV2(l -> l.bucket("reports")))).isEqualTo(expected);
        assertThat(
                        keys(
                                client.listObjectsV2(
                                        l -> l.bucket("reports").encodingType(EncodingType.URL))))
                .isEqualTo(expected);
        assertThat(client.getObjectAsBytes(g -> g.bucket("reports").key("a/../b")).asUtf8String())
                .isEqualTo("1");
    }

    @Test
    void refusesATokenThatIsNotOne() {
        assertThatThrownBy(
                        () ->
                                client.listObjectsV2(
                                        l -> l.bucket("reports").continuationToken("%%")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidArgument"));
    }

    @Test
    void listsEveryVersionNewestFirstAcrossPages() {
        client.putBucketVersioning(
                b ->
                        b.bucket("reports")
                                .versioningConfiguration(
                                        v -> v.status(BucketVersioningStatus.ENABLED)));
        String first = put("a");
        String second = put("a");
        String marker = client.deleteObject(d -> d.bucket("reports").key("a")).versionId();
        String other = put("b");
        List<String> versions = new ArrayList<>();
        List<String> markers = new ArrayList<>();

        for (ListObjectVersionsResponse page :
                client.listObjectVersionsPaginator(l -> l.bucket("reports").maxKeys(1))) {
            page.versions().stream().map(ObjectVersion::versionId).forEach(versions::add);
            page.deleteMarkers().stream().map(DeleteMarkerEntry::versionId).forEach(markers::add);
        }

        assertThat(versions).containsExactly(second, first, other);
        assertThat(markers).containsExactly(marker);
        assertThat(keys(client.listObjectsV2(l -> l.bucket("reports")))).containsExactly("b");
    }

    @Test
    void rollsVersionsUpBehindADelimiterAcrossPages() {
        List.of("dt=1/x", "dt=1/y", "dt=2/x", "e").forEach(this::put);
        List<String> seen = new ArrayList<>();

        for (ListObjectVersionsResponse page :
                client.listObjectVersionsPaginator(
                        l -> l.bucket("reports").delimiter("/").maxKeys(1))) {
            page.commonPrefixes().forEach(p -> seen.add(p.prefix()));
            page.versions().forEach(v -> seen.add(v.key() + " " + v.isLatest()));
        }

        assertThat(seen).containsExactly("dt=1/", "dt=2/", "e true");
    }
}
