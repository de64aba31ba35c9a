package com.illuvrse.finance.sandbox.s3;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;

/** What a request asks for, found from its method, its path and its query. */
public enum Operation {
    LIST_BUCKETS("GET", Scope.SERVICE),

    CREATE_BUCKET("PUT", Scope.BUCKET),
    HEAD_BUCKET("HEAD", Scope.BUCKET),
    DELETE_BUCKET("DELETE", Scope.BUCKET),
    GET_BUCKET_LOCATION("GET", Scope.BUCKET, "location"),
    GET_BUCKET_VERSIONING("GET", Scope.BUCKET, "versioning"),
    PUT_BUCKET_VERSIONING("PUT", Scope.BUCKET, "versioning"),
    GET_OBJECT_LOCK_CONFIGURATION("GET", Scope.BUCKET, "object-lock"),
    PUT_OBJECT_LOCK_CONFIGURATION("PUT", Scope.BUCKET, "object-lock"),
    LIST_OBJECTS_V2("GET", Scope.BUCKET, "list-type"),
    LIST_OBJECT_VERSIONS("GET", Scope.BUCKET, "versions"),
    LIST_MULTIPART_UPLOADS("GET", Scope.BUCKET, "uploads"),
    DELETE_OBJECTS("POST", Scope.BUCKET, "delete"),

    PUT_OBJECT("PUT", Scope.OBJECT),
    COPY_OBJECT("PUT", Scope.OBJECT),
    GET_OBJECT("GET", Scope.OBJECT),
    HEAD_OBJECT("HEAD", Scope.OBJECT),
    DELETE_OBJECT("DELETE", Scope.OBJECT),
    GET_OBJECT_RETENTION("GET", Scope.OBJECT, "retention"),
    PUT_OBJECT_RETENTION("PUT", Scope.OBJECT, "retention"),
    GET_OBJECT_LEGAL_HOLD("GET", Scope.OBJECT, "legal-hold"),
    PUT_OBJECT_LEGAL_HOLD("PUT", Scope.OBJECT, "legal-hold"),

    CREATE_MULTIPART_UPLOAD("POST", Scope.OBJECT, "uploads"),
    UPLOAD_PART("PUT", Scope.OBJECT, "uploadId"),
    LIST_PARTS("GET", Scope.OBJECT, "uploadId"),
    COMPLETE_MULTIPART_UPLOAD("POST", Scope.OBJECT, "uploadId"),
    ABORT_MULTIPART_UPLOAD("DELETE", Scope.OBJECT, "uploadId");

    private enum Scope {
        SERVICE,
        BUCKET,
        OBJECT
    }

    /** Parameters that refine an operation without changing which one it is. */
    private static final Set<String> REFINEMENTS =
            Set.of(
                    "x-id",
                    "versionId",
                    "partNumber",
                    "prefix",
                    "delimiter",
                    "max-keys",
                    "encoding-type",
                    "continuation-token",
                    "start-after",
                    "fetch-owner",
                    "key-marker",
                    "version-id-marker",
                    "upload-id-marker",
                    "max-uploads",
                    "max-parts",
                    "part-number-marker",
                    "max-buckets",
                    "bucket-region",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires");

    private final String method;
    private final Scope scope;
    private final String mark;

    Operation(String method, Scope scope) {
        this(method, scope, "");
    }

    Operation(String method, Scope scope, String mark) {
        this.method = method;
        this.scope = scope;
        this.mark = mark;
    }

    /** The operation of a request; one whose mark is in the query wins over one without a mark. */
    static Operation of(S3Request request) {
        Scope asked =
                request.bucket().isEmpty()
                        ? Scope.SERVICE
                        : request.key().isEmpty() ? Scope.BUCKET : Scope.OBJECT;
        boolean copies = request.header("x-amz-copy-source") != null;
        Operation found =
                Arrays.stream(values())
                        .filter(o -> o != COPY_OBJECT)
                        .filter(o -> o.method.equals(request.method()) && o.scope == asked)
                        .filter(o -> o.mark.isEmpty() || request.query().containsKey(o.mark))
                        .max(Comparator.comparing(o -> !o.mark.isEmpty()))
                        .orElseThrow(() -> unknown(request, request.query().keySet().toString()));
        for (String parameter : request.query().keySet()) {
            if (!found.mark.equals(parameter) && !REFINEMENTS.contains(parameter)) {
                throw unknown(request, parameter);
            }
        }
        if (copies && found != PUT_OBJECT) {
            throw unknown(request, "x-amz-copy-source");
        }
        return copies ? COPY_OBJECT : found;
    }

    private static S3Exception unknown(S3Request request, String with) {
        return S3Error.NOT_IMPLEMENTED.because(
                "this emulation has no %s of /%s with %s"
                        .formatted(request.method(), request.path(), with));
    }
}
