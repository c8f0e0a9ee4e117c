package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.AlreadyDecided;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.Position;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of commits without events when the connection to PostgreSQL breaks: only their commands tell. */
final class CommandFaultTest {

    private static final StreamId ORDER = StreamId.of("order", "1");

    private final String schema = PostgresServer.freshSchema();
    private final PostgresServer server = PostgresServer.newest();

    private SqlEventStore open(TcpProxy proxy) {
        return new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(proxy.port(), schema), schema).open();
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void an_outcome_whose_connection_is_cut_is_stored_once_and_answered_so(Trap.Kind cut) throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = open(proxy)) {
            SerializedCommand command = CommandSamples.command(ORDER, "{}");
            Trap trap = proxy.set(cut, "cut-here");
            CommitResult result = store.commit(CommandSamples.refuse(command, "cut-here"));

            assertThat(trap.sprung()).isTrue();
            RecordedOutcome stored = outcome(store, command);
            assertThat(stored.verdict()).isEqualTo(new Verdict.Refused("too-late", "cut-here"));
            assertThat(result).isIn(new Committed(Position.START, List.of()), new AlreadyDecided(List.of(stored)));
            assertThat(store.commit(CommandSamples.refuse(command, "again")))
                    .isEqualTo(new AlreadyDecided(List.of(stored)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void a_command_whose_connection_is_cut_is_queued_once_and_answered_so(Trap.Kind cut) throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = open(proxy)) {
            SerializedCommand command = CommandSamples.command(ORDER, "\"cut-here\"");
            Trap trap = proxy.set(cut, "cut-here");
            Commit commit = CommandSamples.enqueue(command);

            assertThat(store.commit(commit)).isEqualTo(new Committed(Position.START, List.of()));
            assertThat(trap.sprung()).isTrue();
            assertThat(store.commit(commit))
                    .isEqualTo(new Committed(
                            Position.START, List.of(), Set.of(command.header().id())));
            assertThat(pending(store)).containsExactly(command);
            assertThat(store.commands().status(CommandSamples.QUEUE))
                    .isEqualTo(new CommandStore.QueueStatus(1, 0, 0, 0));
        }
    }

    @Test
    void a_queued_command_that_arrives_after_its_caller_was_answered_changes_nothing() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = open(proxy)) {
            SerializedCommand command = CommandSamples.command(ORDER, "\"held-back\"");
            Trap trap = proxy.set(Trap.Kind.HOLD_REQUEST, "held-back");
            assertThat(store.commit(CommandSamples.enqueue(command))).isInstanceOf(Committed.class);
            store.commit(CommandSamples.refuse(command, "decided"));

            trap.release();

            assertThat(pending(store)).isEmpty();
            assertThat(store.commands().status(CommandSamples.QUEUE).pending()).isZero();
        }
    }

    private static RecordedOutcome outcome(SqlEventStore store, SerializedCommand command) {
        UUID id = command.header().id();
        return Objects.requireNonNull(store.commands().outcomes(List.of(id)).get(id));
    }

    private static List<SerializedCommand> pending(SqlEventStore store) {
        return store.commands().read(CommandSamples.QUEUE, Slices.all(), 0, 10).stream()
                .map(queued -> queued.command())
                .toList();
    }
}
