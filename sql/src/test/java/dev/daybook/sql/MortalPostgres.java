package dev.daybook.sql;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of one test's own, which dies and comes back with the same data at the same port. */
public final class MortalPostgres implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 180;

    private final Path data;
    private EmbeddedPostgres postgres;

    private MortalPostgres(Path data, EmbeddedPostgres postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    public static MortalPostgres start(Path data) throws IOException {
        return new MortalPostgres(data, builder(data).start());
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return PostgresServer.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    public int port() {
        return postgres.getPort();
    }

    /** Every process of the server gets a SIGKILL; the postmaster is stopped first, so that it cannot start others. */
    public void kill() throws Exception {
        ProcessHandle postmaster = postmaster().orElseThrow();
        Process stop = new ProcessBuilder("kill", "-STOP", "" + postmaster.pid())
                .inheritIO()
                .start();
        if (stop.waitFor() != 0) {
            throw new AssertionError("The server could not be stopped to be killed: " + postmaster);
        }
        List<ProcessHandle> processes =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(MortalPostgres::awaitEnd);
        releaseDead();
    }

    /** Empty if the server has ended. */
    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                : Optional.empty();
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** A fast shutdown: open transactions are rolled back, connections cut. */
    public void stop() throws IOException {
        Optional<ProcessHandle> postmaster = postmaster();
        postgres.close(); // waits for a few seconds at most, and on a slow disk the last checkpoint takes longer
        postmaster.ifPresent(MortalPostgres::awaitEnd);
    }

    public void startAgain() throws IOException {
        postgres = builder(data).setPort(postgres.getPort()).start();
    }

    /** Lets go of the data directory; that there is no server left to be stopped is no error here. */
    private void releaseDead() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(EmbeddedPostgres.class);
        Level level = logger.getLevel();
        logger.setLevel(Level.OFF);
        try {
            postgres.close();
        } finally {
            logger.setLevel(level);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
