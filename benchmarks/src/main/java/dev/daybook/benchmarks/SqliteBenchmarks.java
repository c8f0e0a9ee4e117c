package dev.daybook.benchmarks;

import dev.daybook.benchmarks.command.Commands;
import dev.daybook.benchmarks.daybook.DaybookCommands;
import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.daybook.Enqueueing;
import dev.daybook.benchmarks.daybook.LongStream;
import dev.daybook.benchmarks.jdbc.SqliteTable;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Load;
import dev.daybook.benchmarks.measure.Loaded;
import dev.daybook.benchmarks.workload.Append;
import dev.daybook.benchmarks.workload.BulkAppend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is compared on SQLite, all of it with a write-ahead log and {@code synchronous=FULL}. */
final class SqliteBenchmarks {

    private static final int SENDERS = 256;
    private static final int BULK_WRITERS = 4;

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
                        new Append("Daybook", this::newLog, PostgresBenchmarks.VIRTUAL),
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
                        new BulkAppend("Daybook", this::newLog, batch),
                        new BulkAppend("raw JDBC batches", () -> SqliteTable.create(newFile("jdbc.db")), batch)));
    }

    /** Beside what the same store appends, one event and many at a time. */
    List<Benchmark> commands(int aggregates) {
        Contender bulk = new BulkAppend("Daybook, appends of 100 events", this::newLog, 100);
        return List.of(new Benchmark(
                "SQLite: commands on a durable lane, counted at outcomes, " + SENDERS + " senders",
                "commands or events/s",
                SENDERS,
                List.of(
                        new Commands<>(
                                "Daybook durable, enqueued",
                                () -> DaybookCommands.open(newFile("daybook.db"), CommandBenchmarks::durableLane),
                                aggregates,
                                PostgresBenchmarks.VIRTUAL,
                                new Enqueueing()),
                        new Append("Daybook, appends of 1 event", this::newLog, PostgresBenchmarks.VIRTUAL),
                        new Loaded(
                                bulk.name() + ", " + BULK_WRITERS + " writers",
                                bulk,
                                Load.closed(BULK_WRITERS, bulk.threads())))));
    }

    LongStream longStream(int events) throws IOException {
        return LongStream.open(newFile("states.db"), events);
    }

    private DaybookLog newLog() throws IOException {
        return DaybookLog.open(newFile("daybook.db"));
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
