package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;

/** Sends each operation to the code that does it. */
final class Requests {
    private final ObjectStore store;
    private final BucketRequests buckets;
    private final ObjectRequests objects;
    private final CopyRequests copies;
    private final DeleteRequests deletes;
    private final ProtectionRequests protections;
    private final MultipartRequests multipart;

    Requests(ObjectStore store, UploadStore uploads) {
        this.store = store;
        this.buckets = new BucketRequests(store);
        this.objects = new ObjectRequests(store);
        this.copies = new CopyRequests(store);
        this.deletes = new DeleteRequests(store);
        this.protections = new ProtectionRequests(store);
        this.multipart = new MultipartRequests(store, uploads);
    }

    Answer answer(Operation operation, S3Request request, SignedRequest signed) throws IOException {
        String owner = request.header("x-amz-expected-bucket-owner", BucketRequests.OWNER);
        if (!owner.equals(BucketRequests.OWNER)) {
            throw S3Error.ACCESS_DENIED.because(
                    "the bucket belongs to " + BucketRequests.OWNER + " and not to " + owner);
        }
        RequestBody body =
                operation == Operation.COMPLETE_MULTIPART_UPLOAD
                        ? RequestBody.withoutChecksum(request, signed)
                        : RequestBody.of(request, signed);
        return switch (operation) {
            case LIST_BUCKETS -> buckets.list(request);
            case CREATE_BUCKET -> buckets.create(request, body);
            default -> inBucket(operation, request, store.bucket(request.bucket()), body);
        };
    }

    private Answer inBucket(Operation operation, S3Request request, Bucket bucket, RequestBody body)
            throws IOException {
        return switch (operation) {
            case LIST_BUCKETS, CREATE_BUCKET -> throw new IllegalStateException("no bucket yet");
            case HEAD_BUCKET -> buckets.head(bucket);
            case DELETE_BUCKET -> buckets.delete(bucket);
            case GET_BUCKET_LOCATION -> buckets.location();
            case GET_BUCKET_VERSIONING -> buckets.versioning(bucket);
            case PUT_BUCKET_VERSIONING -> buckets.setVersioning(bucket, body);
            case GET_OBJECT_LOCK_CONFIGURATION -> buckets.lockConfiguration(bucket);
            case PUT_OBJECT_LOCK_CONFIGURATION -> buckets.setLockConfiguration(bucket, body);
            case LIST_OBJECTS_V2 -> new Listing(request, bucket).objects();
            case LIST_OBJECT_VERSIONS -> new Listing(request, bucket).versions();
            case LIST_MULTIPART_UPLOADS -> multipart.listUploads(request, bucket);
            case PUT_OBJECT -> objects.put(request, bucket, body);
            case COPY_OBJECT -> copies.copy(request, bucket);
            case GET_OBJECT -> objects.get(request, bucket, true);
            case HEAD_OBJECT -> objects.get(request, bucket, false);
            case DELETE_OBJECT -> deletes.one(request, bucket);
            case DELETE_OBJECTS -> deletes.many(request, bucket, body);
            case GET_OBJECT_RETENTION -> protections.retention(request, bucket);
            case PUT_OBJECT_RETENTION -> protections.setRetention(request, bucket, body);
            case GET_OBJECT_LEGAL_HOLD -> protections.legalHold(request, bucket);
            case PUT_OBJECT_LEGAL_HOLD -> protections.setLegalHold(request, bucket, body);
            case CREATE_MULTIPART_UPLOAD -> multipart.create(request, bucket);
            case UPLOAD_PART -> multipart.uploadPart(request, bucket, body);
            case LIST_PARTS -> multipart.listParts(request, bucket);
            case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(request, bucket, body);
            case ABORT_MULTIPART_UPLOAD -> multipart.abort(request, bucket);
        };
    }
}
