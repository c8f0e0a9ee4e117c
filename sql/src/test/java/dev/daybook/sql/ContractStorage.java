package dev.daybook.sql;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.testing.contract.StoreStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** A database for one test of the published contract. */
final class ContractStorage implements StoreStorage {

    private final TestDatabase database;
    private final Path directory;

    private ContractStorage(TestDatabase database, Path directory) {
        this.database = database;
        this.directory = directory;
    }

    static StoreStorage on(Engine engine) {
        try {
            Path directory = Files.createTempDirectory("daybook-contract");
            if (engine == Engine.SQLITE) {
                Files.copy(FreshFile.PATH, directory.resolve(FreshFile.PATH.getFileName()));
            }
            return new ContractStorage(engine.database(directory), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a store makes of a new file, which takes it longer than most tests take: they get copies. */
    private static final class FreshFile {

        static final Path PATH = make();

        private static Path make() {
            try {
                Path file = Files.createTempDirectory("daybook-contract").resolve("store.db");
                new TestDatabase.SqliteDatabase(file).open().close();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public EventStore open(StoreLimits limits) {
        return database.open(config -> config.withLimits(limits));
    }

    @Override
    public EventStore open(StoreLimits limits, InstantSource clock) {
        return database.open(config -> config.withLimits(limits).withClock(clock));
    }

    @Override
    public void close() {
        try {
            if (database instanceof TestDatabase.PostgresDatabase(String url, String schema)) {
                database.execute("DROP SCHEMA \"" + schema + "\" CASCADE");
            }
            try (var files = Files.walk(directory)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The schema of a test could not be dropped", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
