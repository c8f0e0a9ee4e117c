package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit over which PostgreSQL ends the connection, each time it is tried. */
final class PoisonCommitTest {

    private static final String END_THE_CONNECTION = """
            CREATE FUNCTION ${schema}end_connection() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.data::text LIKE '%poison%' THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                END IF;
                RETURN NEW;
            END
            $$
            """;

    private static final String AT_EACH_EVENT = """
            CREATE TRIGGER poison BEFORE INSERT ON ${schema}event
               FOR EACH ROW EXECUTE FUNCTION ${schema}end_connection()
            """;

    @Test
    void it_is_split_from_its_group_which_is_stored_and_it_alone_is_answered_as_not() throws Exception {
        TestDatabase database = TestDatabase.postgres(PostgresServer.newest());
        try (EventStore store = database.open()) {
            database.execute(END_THE_CONNECTION);
            database.execute(AT_EACH_EVENT);
            List<Commit> commits = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                StreamId stream = StreamId.of("order", Integer.toString(i));
                commits.add(Workload.single(stream, ExpectedVersion.noneYet(), i == 3 ? "poison" : "sound"));
            }

            List<CommitResult> results = store.commit(commits);

            assertThat(results.get(3))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .hasMessageContaining("broke 3 times in a row over this commit")
                                    .isInstanceOfSatisfying(
                                            StoreUnavailableException.class,
                                            error -> assertThat(error.outcome()).isEqualTo(Outcome.NOT_STORED)));
            results.remove(3);
            assertThat(results).hasSize(7).allMatch(Committed.class::isInstance);
            assertThat(store.head()).isEqualTo(Position.of(7));
            StoreCheck.assertIntact(store, List.of());
        }
    }
}
