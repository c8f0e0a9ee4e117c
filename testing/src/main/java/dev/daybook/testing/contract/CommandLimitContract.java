package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The limits of events hold for commands and outcomes as well. */
abstract class CommandLimitContract extends CommandFixture {

    CommandLimitContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_payload_has_so_many_bytes_as_utf_8() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(12));
        assertAccepted(limited, Commit.enqueue(to(QUEUE, command(ORDER, "\"äöüßé\""))));
        assertRefused(limited, Commit.enqueue(to(QUEUE, command(ORDER, "\"äöüßéa\""))), "StoreLimits.eventBytes");
    }

    @Test
    void a_verdict_has_so_many_bytes_as_an_event() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(12));
        assertAccepted(limited, refusedWith("code", "äöüß"));
        assertRefused(limited, refusedWith("code", "äöüß1"), "StoreLimits.eventBytes");
    }

    @Test
    void user_metadata_of_a_command_has_so_many_bytes_as_utf_8() {
        EventStore limited = openAnother(StoreLimits.defaults().withMetadataBytes(10));
        SerializedCommand fitting = withUser("Jörg1");
        SerializedCommand large = withUser("Jörg12");
        assertAccepted(limited, Commit.enqueue(to(QUEUE, fitting)));
        assertAccepted(limited, outcomes(refusal(fitting)));
        assertRefused(limited, Commit.enqueue(to(QUEUE, large)), "StoreLimits.metadataBytes");
        assertRefused(limited, outcomes(refusal(large)), "StoreLimits.metadataBytes");
    }

    @Test
    void the_stream_of_a_command_has_so_many_characters() {
        EventStore limited = openAnother(StoreLimits.defaults().withStreamIdLength(10));
        SerializedCommand fitting = command(StreamId.of("order", "äöüß"));
        SerializedCommand large = command(StreamId.of("order", "12345"));
        assertAccepted(limited, Commit.enqueue(to(QUEUE, fitting)));
        assertAccepted(limited, outcomes(refusal(fitting)));
        assertRefused(limited, Commit.enqueue(to(QUEUE, large)), "StoreLimits.streamIdLength");
        assertRefused(limited, outcomes(refusal(large)), "StoreLimits.streamIdLength");
    }

    @Test
    void the_longest_ids_possible_can_be_stored_in_any_script() {
        EventStore wide = openAnother(StoreLimits.defaults().withStreamIdLength(StoreLimits.MAX_STREAM_ID_LENGTH));
        StreamId stream = StreamId.of("order", SampleEvents.manyHanCharacters(StoreLimits.MAX_STREAM_ID_LENGTH - 6));
        String queue = SampleEvents.manyHanCharacters(CommandStore.MAX_QUEUE_NAME_LENGTH);
        String correlation = SampleEvents.manyHanCharacters(Metadata.MAX_ID_LENGTH);
        SerializedCommand command =
                command(samples.id(), stream, "{}", Metadata.of(correlation, correlation, Map.of("user", correlation)));
        wide.commit(Commit.enqueue(to(queue, 1, command)));
        assertThat(pendingCommands(queue)).containsExactly(command);
        assertThat(wide.commands().park(pending(queue).getFirst(), 1, "It failed", lease()))
                .isTrue();
        wide.commit(outcomes(refusal(command)));
        assertThat(verdict(id(command))).isEqualTo(REFUSED);
    }

    @Test
    void a_payload_of_a_megabyte_is_stored_by_default() {
        SerializedCommand large = command(ORDER, "\"" + "x".repeat((1 << 20) - 2) + "\"");
        assertAccepted(store(), Commit.enqueue(to(QUEUE, large)));
        assertThat(pendingCommands(QUEUE).getFirst().payload().equals(large.payload()))
                .as("the payload is read back")
                .isTrue();
    }

    @Test
    void one_commit_beyond_a_limit_stops_the_whole_list() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(12));
        SerializedCommand first = command(ORDER, "{}");
        List<Commit> list =
                List.of(Commit.enqueue(to(QUEUE, first)), Commit.enqueue(to(QUEUE, command(ORDER, "\"12345678901\""))));
        assertThatThrownBy(() -> limited.commit(list)).isInstanceOf(LimitExceededException.class);
        assertThat(commands().find(id(first))).isEmpty();
        assertAccepted(limited, list.getFirst());
    }

    private Commit refusedWith(String code, String reason) {
        return outcomes(outcome(command(ORDER), new Finding.Known(new Verdict.Refused(code, reason))));
    }

    private SerializedCommand withUser(String user) {
        return command(samples.id(), ORDER, "{}", Metadata.of(null, null, Map.of("user", user)));
    }

    private void assertAccepted(EventStore limited, Commit commit) {
        assertThat(limited.commit(commit)).isInstanceOf(CommitResult.Committed.class);
        commit.enqueued()
                .forEach(added ->
                        assertThat(commands().find(id(added.command()))).isPresent());
        commit.outcomes()
                .forEach(outcome ->
                        assertThat(commands().find(outcome.command().id())).isPresent());
    }

    private void assertRefused(EventStore limited, Commit commit, String limit) {
        assertThatThrownBy(() -> limited.commit(commit))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining(limit);
        commit.enqueued()
                .forEach(added ->
                        assertThat(commands().find(id(added.command()))).isEmpty());
        commit.outcomes()
                .forEach(outcome ->
                        assertThat(commands().find(outcome.command().id())).isEmpty());
    }
}
