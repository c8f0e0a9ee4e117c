package dev.daybook.benchmarks;

import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.jdbc.SqliteTable;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.workload.Append;
import dev.daybook.benchmarks.workload.BulkAppend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is compared on SQLite, all of it with a write-ahead log and {@code synchronous=FULL}. */
final class SqliteBenchmarks {

    private final Path folder;

    SqliteBenchmarks(Path folder) {
        this.folder = folder;
    }

    List<Benchmark> all() {
        return List.of(append(16), append(256), bulk(1, 100), bulk(1, 1_000), bulk(4, 100), bulk(4, 1_000));
    }

    private Benchmark append(int writers) {
        return new Benchmark(
                "SQLite: append one event with expected version, " + writers + " writers",
                "events/s",
                writers,
                List.of(
                        new Append("Daybook", () -> DaybookLog.open(newFile("daybook.db")), PostgresBenchmarks.VIRTUAL),
                        new Append(
                                "raw JDBC, 1 event a transaction",
                                () -> SqliteTable.create(newFile("jdbc.db")),
                                PostgresBenchmarks.PLATFORM)));
    }

    private Benchmark bulk(int writers, int batch) {
        return new Benchmark(
                "SQLite: append " + batch + " events at a time, writers: " + writers,
                "events/s",
                writers,
                List.of(
                        new BulkAppend("Daybook", () -> DaybookLog.open(newFile("daybook.db")), batch),
                        new BulkAppend("raw JDBC batches", () -> SqliteTable.create(newFile("jdbc.db")), batch)));
    }

    /** Where no database is, nor the files that SQLite keeps beside one. */
    private Path newFile(String name) throws IOException {
        Path file = folder.resolve(name);
        for (String companion : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve(name + companion));
        }
        return file;
    }
}
