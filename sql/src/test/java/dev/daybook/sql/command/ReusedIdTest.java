package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.Engine;
import dev.daybook.sql.PostgresServer;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TcpProxy;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.Trap;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of another command that comes with the id of an earlier one. */
final class ReusedIdTest {

    private static final int RACES = 300;

    private static Command<Note> withUsedId(String sender) {
        return Command.of(new Note("1", sender, 1)).idempotencyKey("key");
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void it_is_refused_also_when_its_connection_is_cut(Trap.Kind cut) throws Exception {
        String schema = PostgresServer.freshSchema();
        try (TcpProxy proxy = TcpProxy.before(PostgresServer.newest().port());
                SqlEventStore store =
                        new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(proxy.port(), schema), schema).open();
                BoundedContext context = NotingContext.start(store)) {
            context.send(withUsedId("first"));
            Trap trap = proxy.set(cut, "cut-here");

            assertThatThrownBy(() -> context.enqueue(withUsedId("cut-here")))
                    .isInstanceOf(CommandIdReusedException.class);
            assertThat(trap.sprung()).isTrue();
        }
    }

    @Test
    void a_repeat_of_the_first_at_the_same_moment_is_answered(@TempDir Path directory) throws Exception {
        try (SqlEventStore store = Engine.SQLITE.database(directory).open();
                BoundedContext context = NotingContext.start(store);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Command<Note> first = withUsedId("first").lane(CommandBusSetup.DEFAULT_LANE);
            Command<Note> other = withUsedId("other").lane(CommandBusSetup.DEFAULT_LANE);
            Outcome outcome = context.send(first);
            for (int race = 0; race < RACES; race++) {
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Outcome> repeated = threads.submit(() -> {
                    start.await();
                    return context.send(first);
                });
                Future<Outcome> refused = threads.submit(() -> {
                    start.await();
                    return context.send(other);
                });
                assertThat(repeated.get()).isEqualTo(outcome);
                assertThatThrownBy(refused::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(CommandIdReusedException.class);
            }
        }
    }
}
