package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Append;
import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.TraceStore;
import dev.daybook.store.TraceStore.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What belongs to one correlation id is found together. */
abstract class TraceContract extends CommandFixture {

    private static final String ONE = "request 1";
    private static final String OTHER = "request 2";

    TraceContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void events_of_a_correlation_id_are_found_by_position() {
        List<SerializedEvent> one = events(ONE, 3);
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), one.get(0), event(OTHER)));
        store().commit(Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event(), one.get(1)));
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), one.get(2)));
        indexAll();
        Trace trace = traces().find(ONE, 10);
        assertThat(events(trace.events())).isEqualTo(one);
        assertThat(trace.events()).extracting(StoredEvent::position).isSorted();
        assertThat(wholeLog()).containsAll(trace.events());
        assertThat(trace.commands()).isEmpty();
        assertThat(traces().find(OTHER, 10).events()).hasSize(1);
        assertThat(traces().find("unknown", 10)).isEqualTo(new Trace(List.of(), List.of()));
    }

    @Test
    void commands_of_a_correlation_id_are_found_wherever_they_are() {
        SerializedCommand secondDecided = command(ONE, ORDER);
        SerializedCommand firstDecided = command(ONE, ORDER);
        SerializedCommand laterDue = command(ONE, ORDER);
        SerializedCommand nextDue = command(ONE, ORDER);
        SerializedCommand parked = command(ONE, CUSTOMER);
        SerializedCommand queued = command(ONE, ORDER);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        store().commit(outcomes(refusal(firstDecided)));
        store().commit(outcomes(refusal(command(OTHER, ORDER)), refusal(secondDecided)));
        store().commit(Commit.enqueue(
                at(tomorrow.plusSeconds(1), QUEUE, laterDue),
                at(tomorrow, OTHER_QUEUE, nextDue),
                at(tomorrow, QUEUE, command(OTHER, ORDER)),
                to(QUEUE, parked),
                to(OTHER_QUEUE, queued),
                to(QUEUE, command(OTHER, CUSTOMER)),
                to(QUEUE, command(ORDER))));
        commands().park(pending(QUEUE).getFirst(), 1, "It failed", lease());
        indexAll();
        Trace trace = traces().find(ONE, 10);
        List<CommandState> expected = Stream.of(firstDecided, secondDecided, parked, queued, nextDue, laterDue)
                .map(command -> commands().find(id(command)).orElseThrow())
                .toList();
        assertThat(trace.commands()).isEqualTo(expected);
        assertThat(trace.events()).isEmpty();
        assertThat(traces().find(OTHER, 10).commands()).hasSize(3);
    }

    @Test
    void a_command_with_its_own_id_as_correlation_id_is_found_among_others() {
        UUID id = samples.id();
        String correlation = id.toString();
        store().commit(outcomes(refusal(command(correlation, ORDER))));
        SerializedCommand own = command(id, ORDER, "{}", Metadata.of(correlation, null, Map.of()));
        store().commit(accept(own, ExpectedVersion.any(), 1));
        store().commit(outcomes(refusal(command(correlation, CUSTOMER))));
        SerializedCommand another = command(samples.id(), ORDER, "{}", Metadata.of(ONE, null, Map.of()));
        store().commit(outcomes(refusal(another)));
        indexAll();
        List<CommandState> commands = traces().find(correlation, 10).commands();
        assertThat(commands).hasSize(3);
        assertThat(commands.get(1)).isEqualTo(commands().find(id).orElseThrow());
        assertThat(traces().find(correlation, 2).commands()).isEqualTo(commands.subList(0, 2));
        assertThat(traces().find(correlation.toUpperCase(Locale.ROOT), 10).commands())
                .isEmpty();
        assertThat(traces().find(id(another).toString(), 10).commands())
                .as("of the id, but with another correlation id")
                .isEmpty();
    }

    @Test
    void each_list_ends_at_the_limit() {
        for (int i = 0; i < 4; i++) {
            store().commit(accept(command(ONE, ORDER), ExpectedVersion.any(), 1));
            store().commit(Commit.append(ORDER, ExpectedVersion.any(), event(ONE)));
            store().commit(Commit.enqueue(to(QUEUE, command(ONE, ORDER))));
        }
        indexAll();
        Trace all = traces().find(ONE, 100);
        assertThat(all.events()).hasSize(4);
        assertThat(all.commands()).hasSize(8);
        assertThat(traces().find(ONE, 3))
                .isEqualTo(new Trace(all.commands().subList(0, 3), all.events().subList(0, 3)));
        assertThat(traces().find(ONE, 6)).isEqualTo(new Trace(all.commands().subList(0, 6), all.events()));
    }

    @Test
    void the_index_goes_forward_step_by_step_until_its_end() {
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), events(ONE, 5)));
        List<SerializedCommand> decided =
                Stream.generate(() -> command(ONE, ORDER)).limit(7).toList();
        decided.forEach(command -> store().commit(outcomes(refusal(command))));
        assertThat(traces().index(2)).isFalse();
        assertThat(traces().index(2)).isFalse();
        assertThat(traces().index(2)).isFalse();
        indexAll();
        assertThat(traces().find(ONE, 100).events()).hasSize(5);
        assertThat(traces().find(ONE, 100).commands()).hasSize(7);
        assertThat(traces().index(2)).isTrue();
    }

    @Test
    void what_comes_after_the_index_has_reached_the_end_is_found_once_it_goes_on() {
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), event(ONE)));
        indexAll();
        store().commit(accept(command(ONE, ORDER), ExpectedVersion.any(), 1));
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), event(ONE)));
        indexAll();
        Trace trace = openAnother().traces().find(ONE, 10);
        assertThat(trace.events()).hasSize(2);
        assertThat(trace.commands()).hasSize(1);
    }

    @Test
    void several_who_bring_the_index_forward_do_not_harm_each_other() throws Exception {
        TraceStore second = openAnother().traces();
        List<SerializedEvent> events = events(ONE, 200);
        Together.run(6, i -> () -> {
            if (i == 0) {
                events.forEach(event -> store().commit(Commit.append(ORDER, ExpectedVersion.any(), event)));
            } else {
                for (int n = 0; n < 40; n++) {
                    (i % 2 == 0 ? traces() : second).index(7);
                }
            }
            return i;
        });
        indexAll();
        assertThat(events(traces().find(ONE, 1_000).events())).isEqualTo(events);
    }

    @Test
    void a_command_with_a_forgotten_outcome_is_not_found() {
        SerializedCommand decided = command(ONE, ORDER);
        store().commit(outcomes(refusal(decided)));
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), event(ONE)));
        indexAll();
        assertThat(traces().find(ONE, 10).commands()).hasSize(1);
        commands().forgetOutcomes(Instant.now().plusSeconds(3_600), 10);
        assertThat(traces().find(ONE, 10).commands()).isEmpty();
        assertThat(traces().find(ONE, 10).events()).hasSize(1);
    }

    @Test
    void correlation_ids_are_compared_exactly() {
        List<String> ids = List.of(
                "request",
                "Request",
                "request ",
                "%",
                "r_quest",
                SampleEvents.ANY_SCRIPT,
                SampleEvents.manyHanCharacters(Metadata.MAX_ID_LENGTH));
        for (String id : ids) {
            Append append =
                    new Append(StreamId.of("order", "" + ids.indexOf(id)), ExpectedVersion.any(), List.of(event(id)));
            store().commit(new Commit(List.of(append), List.of(refusal(command(id, ORDER))), List.of(), List.of()));
        }
        indexAll();
        for (String id : ids) {
            Trace trace = traces().find(id, 10);
            assertThat(trace.events()).extracting(event -> event.stream().key()).containsExactly("" + ids.indexOf(id));
            assertThat(trace.commands()).hasSize(1);
        }
    }

    @Test
    void a_queued_command_is_found_at_once() {
        SerializedCommand command = command(ONE, ORDER);
        store().commit(Commit.enqueue(to(QUEUE, command)));
        QueuedCommand queued = pending(QUEUE).getFirst();
        assertThat(traces().find(ONE, 10).commands()).containsExactly(new CommandState.Queued(queued));
    }

    @Test
    void a_closed_store_says_so_to_all_who_ask_for_traces() {
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), event(ONE)));
        TraceStore traces = traces();
        store().close();
        List<ThrowingCallable> calls = List.of(() -> traces.index(1), () -> traces.find(ONE, 1));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class));
    }

    private void indexAll() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!traces().index(3)) {
            assertThat(System.nanoTime())
                    .as("the index reaches the end in time")
                    .isLessThan(deadline);
        }
    }

    private TraceStore traces() {
        return store().traces();
    }

    private List<SerializedEvent> events(String correlation, int count) {
        return Stream.generate(() -> event(correlation)).limit(count).toList();
    }

    private SerializedEvent event(String correlation) {
        UUID cause = samples.id();
        return samples.event("{}", Metadata.of(correlation, cause.toString(), Map.of("user", correlation)));
    }

    private SerializedCommand command(String correlation, StreamId stream) {
        return command(samples.id(), stream, "{}", Metadata.of(correlation, null, Map.of()));
    }
}
