package com.illuvrse.finance.sandbox;

import com.illuvrse.finance.sandbox.home.FolderLock;
import com.illuvrse.finance.sandbox.home.HomeInUseException;
import com.illuvrse.finance.sandbox.keys.KeyFolder;
import com.illuvrse.finance.sandbox.postgres.Login;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import com.illuvrse.finance.sandbox.s3.S3Credentials;
import com.illuvrse.finance.sandbox.s3.S3Server;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.sandbox.tsa.TimeStampServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outside world, running: a database, an archive, a Stripe, a time-stamp authority and signing
 * keys, all on 127.0.0.1 and kept below one home directory. What happened in it is there again at
 * the next start; ports are new at each start.
 *
 * <p>All its parts but the signatures of S3 requests tell the time by {@link #clock}, which stands
 * where {@link #setClock} put it.
 *
 * <pre>
 * lock         held while a sandbox runs here
 * world        what this home shows, see {@link SandboxSettings}
 * clock        the time
 * data/        the generated month, unless another folder is served
 * postgres/  s3/  s3-key  stripe/  tsa/  keys/
 * </pre>
 */
public final class Sandbox implements AutoCloseable {
    /** Bucket of what accountants read. */
    public static final String REPORTS = "reports";

    /** Bucket of everything with a tax form. */
    public static final String TAX = "tax";

    /** Bucket of the sealed segments, with Object Lock. */
    public static final String AUDIT = "audit";

    /** Bucket of the witness, in other hands elsewhere. */
    public static final String WITNESS = "witness";

    /** Bucket the marketplace delivers to. */
    public static final String INBOX = "inbox";

    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final SandboxClock clock;
    private final Path data;
    private final KeyFolder keys;
    private final PostgresServer postgres;
    private final S3Credentials s3Credentials;
    private final S3Server s3;
    private final StripeServer stripe;
    private final TimeStampServer timeStamps;

    private Sandbox(SandboxSettings settings) throws IOException {
        boolean started = false;
        try {
            FolderLock lock = opened(FolderLock.take(settings.home()));
            Path home = lock.folder();
            World.requireSame(settings, home);
            BackgroundStart<PostgresServer> database =
                    opened(
                            BackgroundStart.of(
                                    "postgres",
                                    () -> PostgresServer.start(home.resolve("postgres"))));
            this.clock = SandboxClock.keptIn(home.resolve("clock"), Clock.systemUTC());
            World world = World.of(settings, home);
            this.data = world.data();
            this.keys = KeyFolder.in(home.resolve("keys"));
            this.stripe = opened(StripeServer.start(data, home.resolve("stripe"), 0, clock));
            this.timeStamps = opened(TimeStampServer.start(home.resolve("tsa"), 0, clock));
            this.s3Credentials = S3Credentials.keptIn(home.resolve("s3-key"));
            this.s3 = opened(startS3(home.resolve("s3"), clock, s3Credentials));
            this.postgres = database.await();
            world.keep();
            int delivered = new Inbox(data).deliver(s3, INBOX);
            LOG.info(
                    "the sandbox in {} shows {}; {} new files in its inbox",
                    home,
                    world,
                    delivered);
            started = true;
        } finally {
            if (!started) {
                closeAfterFailure();
            }
        }
    }

    /**
     * Starts everything, and nothing if a part does not start.
     *
     * @throws HomeInUseException if another process uses this home
     * @throws IllegalArgumentException if the home was begun with other data
     */
    public static Sandbox start(SandboxSettings settings) throws IOException {
        return new Sandbox(settings);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static S3Server startS3(Path folder, Clock clock, S3Credentials credentials)
            throws IOException {
        S3Server s3 =
                S3Server.start(
                        folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        clock,
                        Clock.systemUTC(),
                        credentials);
        try {
            s3.keepBucket(REPORTS, false);
            s3.keepBucket(TAX, false);
            s3.keepBucket(AUDIT, true);
            s3.keepBucket(WITNESS, true);
            s3.keepBucket(INBOX, false);
            return s3;
        } catch (IOException | RuntimeException e) {
            s3.close();
            throw e;
        }
    }

    /** The time in the sandbox. It moves when it is set, for those who hold it as well. */
    public Clock clock() {
        return clock;
    }

    /** The time in the sandbox. */
    public Instant now() {
        return clock.instant();
    }

    /** Sets the time for all parts at once, for instance to the hour at which a night is run. */
    public void setClock(Instant instant) throws IOException {
        clock.set(instant);
    }

    /** The folder that is served. */
    public Path data() {
        return data;
    }

    /** The settings that belong to the data, which may not exist. */
    public Path settingsFile() {
        return data.resolve("settings.yml");
    }

    /** The signing keys. */
    public KeyFolder keys() {
        return keys;
    }

    /** The database server. */
    public PostgresServer postgres() {
        return postgres;
    }

    /** The login that migrates the database. */
    public Login owner() {
        return postgres.login(PostgresServer.OWNER, PostgresServer.DATABASE);
    }

    /** The login of the jobs, which does everything with {@code set local role}. */
    public Login app() {
        return postgres.login(PostgresServer.APP, PostgresServer.DATABASE);
    }

    /** The S3 server. Clients address its buckets by path. */
    public S3Server s3() {
        return s3;
    }

    /** The region to sign S3 requests for. */
    public String s3Region() {
        return "us-east-1";
    }

    /** The key pair to sign S3 requests with. */
    public S3Credentials s3Credentials() {
        return s3Credentials;
    }

    /** The stand-in for Stripe. */
    public StripeServer stripe() {
        return stripe;
    }

    /** The key that may read at the stand-in; it opens nothing at Stripe. */
    public String stripePullKey() {
        return "rk_test_pull_sandbox";
    }

    /** The key that may make transfers at the stand-in; it opens nothing at Stripe. */
    public String stripePayKey() {
        return "rk_test_pay_sandbox";
    }

    /** The time-stamp authority. */
    public TimeStampServer timeStamps() {
        return timeStamps;
    }

    /** Stops all parts, the last one first. */
    @Override
    public void close() throws IOException {
        IOException failure = new IOException("parts of the sandbox could not be stopped");
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void closeAfterFailure() {
        try {
            close();
        } catch (IOException e) {
            LOG.error("a sandbox that did not start could not be stopped", e);
        }
    }

    @Override
    public String toString() {
        return "Sandbox[%s, %s]".formatted(data, clock);
    }
}
