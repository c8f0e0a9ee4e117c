package dev.daybook.benchmarks.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.benchmarks.axon.AxonReadModel;
import dev.daybook.benchmarks.axon.AxonStorage;
import dev.daybook.benchmarks.daybook.DaybookDocuments;
import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.daybook.DaybookTables;
import dev.daybook.benchmarks.jdbc.BatchedUpserts;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.postgres.SharedServer;
import org.junit.jupiter.api.Test;

class ReadModelTest {

    private static final int KEYS = 20;
    private static final long EVENTS = 107;

    private final PostgresServer server = SharedServer.get();

    @Test
    void an_axon_processor_makes_the_rows_and_makes_them_again() throws Exception {
        FilledStreams log = FilledStreams.fill(AxonStorage.inTransactions(server, "axon", 2), KEYS, EVENTS);
        for (int segments : new int[] {1, 2}) {
            try (ReadModel model = AxonReadModel.open(server, "axon", 8, segments, 10)) {
                makesTheRowsTwice(model, log);
            }
        }
    }

    @Test
    void jdbc_by_hand_makes_the_rows_and_makes_them_again() throws Exception {
        FilledStreams log = FilledStreams.fill(DaybookLog.create(server, "daybook", 4), KEYS, EVENTS);
        try (ReadModel model = BatchedUpserts.open(server, "daybook", 2, 10)) {
            makesTheRowsTwice(model, log);
        }
    }

    @Test
    void documents_are_made_and_made_again() throws Exception {
        FilledStreams log = FilledStreams.fill(DaybookLog.create(server, "documents", 4), KEYS, EVENTS);
        try (ReadModel model = DaybookDocuments.open(server, "documents", 8)) {
            makesTheRowsTwice(model, log);
        }
    }

    @Test
    void sql_projections_make_the_rows_and_make_them_again() throws Exception {
        FilledStreams log = FilledStreams.fill(DaybookLog.create(server, "tables", 4), KEYS, EVENTS);
        for (int partitions : new int[] {1, 2}) {
            try (ReadModel model = DaybookTables.open(server, "tables", 8, partitions)) {
                makesTheRowsTwice(model, log);
            }
        }
    }

    private static void makesTheRowsTwice(ReadModel model, FilledStreams log) throws Exception {
        model.rebuild();
        assertThat(model.rows()).isEqualTo(log.expected());
        model.rebuild();
        assertThat(model.rows()).isEqualTo(log.expected());
    }
}
