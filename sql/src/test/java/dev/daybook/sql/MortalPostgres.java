package dev.daybook.sql;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of one test's own, which dies and comes back with the same data at the same port. */
final class MortalPostgres implements AutoCloseable {

    private final Path data;
    private EmbeddedPostgres postgres;

    private MortalPostgres(Path data, EmbeddedPostgres postgres) {
        this.data = data;
        this.postgres = postgres;
    }

    static MortalPostgres start(Path data) throws IOException {
        return new MortalPostgres(data, builder(data).start());
    }

    private static EmbeddedPostgres.Builder builder(Path data) {
        return PostgresServer.builder().setDataDirectory(data).setCleanDataDirectory(false);
    }

    int port() {
        return postgres.getPort();
    }

    /** Every process of the server gets a SIGKILL, the postmaster first, so that it cannot start others. */
    void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> backends = postmaster.descendants().toList();
        for (ProcessHandle process :
                Stream.concat(Stream.of(postmaster), backends.stream()).toList()) {
            process.destroyForcibly();
        }
        for (ProcessHandle process : backends) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        postmaster.onExit().get(30, TimeUnit.SECONDS);
        releaseDead();
    }

    /** A fast shutdown: open transactions are rolled back, connections cut. */
    void stop() throws IOException {
        postgres.close();
    }

    void startAgain() throws IOException {
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
        postgres.close();
    }
}
