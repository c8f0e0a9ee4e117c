package dev.daybook.benchmarks;

import dev.daybook.benchmarks.axon.AxonStorage;
import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.jdbc.PostgresTable;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.Append;
import dev.daybook.benchmarks.workload.BulkAppend;
import dev.daybook.benchmarks.workload.FilledLog;
import dev.daybook.benchmarks.workload.LogRead;
import dev.daybook.benchmarks.workload.StreamLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** What is compared on PostgreSQL. Connection pools are of one size for all contenders of a benchmark. */
final class PostgresBenchmarks {

    static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
    static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

    private static final String DAYBOOK = "Daybook";
    private static final String AXON = "Axon 4.13 JDBC";
    private static final int CONNECTIONS = 16;

    private final PostgresServer server;

    PostgresBenchmarks(PostgresServer server) {
        this.server = server;
    }

    List<Benchmark> append() {
        return List.of(append(16, 16), append(256, 32));
    }

    private Benchmark append(int writers, int connections) {
        return new Benchmark(
                "Append one event with expected version, " + writers + " writers, " + connections + " connections",
                "events/s",
                writers,
                List.of(
                        new Append(DAYBOOK, () -> DaybookLog.create(server, "daybook", connections), VIRTUAL),
                        new Append("raw JDBC", () -> PostgresTable.create(server, "jdbc", connections), PLATFORM),
                        new Append(AXON, () -> AxonStorage.inAutocommit(server, "axon", connections), PLATFORM)));
    }

    List<Benchmark> bulk() {
        return List.of(bulk(1, 100), bulk(1, 1_000), bulk(4, 100), bulk(4, 1_000));
    }

    private Benchmark bulk(int writers, int batch) {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new BulkAppend(DAYBOOK, () -> DaybookLog.create(server, "daybook", CONNECTIONS), batch));
        // Daybook writes on two connections at most, which raw JDBC may match or exceed.
        for (int connections = Math.min(writers, 2); connections <= writers; connections *= 2) {
            int number = connections;
            contenders.add(new BulkAppend(
                    "raw JDBC unnest, connections: " + number,
                    () -> PostgresTable.create(server, "jdbc", number),
                    batch));
        }
        contenders.add(new BulkAppend(AXON, () -> AxonStorage.inTransactions(server, "axon", writers), batch));
        return new Benchmark(
                "Append " + batch + " events at a time, writers: " + writers, "events/s", writers, contenders);
    }

    FilledLog daybookLog(int streams) throws Exception {
        return FilledLog.fill(DaybookLog.create(server, "daybook_log", CONNECTIONS), streams);
    }

    FilledLog axonLog(int streams) throws Exception {
        return FilledLog.fill(AxonStorage.inAutocommit(server, "axon_log", CONNECTIONS), streams);
    }

    List<Benchmark> read(FilledLog daybook, FilledLog axon) {
        return List.of(
                new Benchmark(
                        "Load a stream of 100 events, " + CONNECTIONS + " readers",
                        "streams/s",
                        CONNECTIONS,
                        List.of(new StreamLoad(DAYBOOK, daybook), new StreamLoad(AXON, axon))),
                new Benchmark(
                        "Read the whole log of " + daybook.events() + " events, 1 reader",
                        "events/s",
                        1,
                        List.<Contender>of(new LogRead(DAYBOOK, daybook), new LogRead(AXON, axon))));
    }
}
