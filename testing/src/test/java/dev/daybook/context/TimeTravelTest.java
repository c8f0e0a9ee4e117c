package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.AggregateStates;
import dev.daybook.aggregate.EvolveException;
import dev.daybook.aggregate.RecordedState;
import dev.daybook.aggregate.StateDifference.Change;
import dev.daybook.aggregate.VersionNotReachedException;
import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Command;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.context.Accounts.Event;
import dev.daybook.context.Accounts.State;
import dev.daybook.context.Counting.CounterCommand;
import dev.daybook.context.Counting.CounterEvent;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An aggregate is shown as it is, and as it was at any version and any time. */
@Timeout(30)
final class TimeTravelTest {

    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);
    private static final Aggregate<Command, State, Event> ACCOUNT = Accounts.aggregate();

    private final SettableClock clock = new SettableClock(TEN);
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final BoundedContext context = BoundedContext.named("bank")
            .store(store)
            .aggregate(ACCOUNT)
            .clock(clock)
            .start();
    private final AggregateStates<State> accounts = context.states(ACCOUNT);

    @AfterEach
    void close() {
        context.close();
    }

    /** Opened at ten, 5 cents at eleven, 7 cents twice at twelve; another account in between. */
    private void fill() {
        context.send(new Open("a", "ann"));
        clock.advance(HOUR);
        context.send(new Deposit("a", 5));
        context.send(new Open("other", "ben"));
        clock.advance(HOUR);
        context.send(new Command.DepositEach("a", 7, 2));
    }

    private static RecordedState<State> state(int cents, long version, long position, Instant recordedAt) {
        return new RecordedState<>(
                StreamId.of("account", "a"),
                new State(true, cents),
                Version.of(version),
                Position.of(position),
                recordedAt);
    }

    @Test
    void the_latest_state_is_that_after_the_last_event() {
        fill();
        assertThat(accounts.latest("a")).contains(state(19, 4, 5, TEN.plus(HOUR.multipliedBy(2))));
    }

    @Test
    void what_was_just_accepted_is_seen() {
        fill();
        for (int i = 1; i <= 20; i++) {
            Outcome outcome = context.send(new Deposit("a", 1));
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
            assertThat(accounts.latest("a").orElseThrow().state().cents()).isEqualTo(19 + i);
        }
    }

    @Test
    void a_state_is_had_at_each_version() {
        fill();
        Instant twelve = TEN.plus(HOUR.multipliedBy(2));
        assertThat(accounts.at("a", Version.of(1))).contains(state(0, 1, 1, TEN));
        assertThat(accounts.at("a", Version.of(2))).contains(state(5, 2, 2, TEN.plus(HOUR)));
        assertThat(accounts.at("a", Version.of(3))).contains(state(12, 3, 4, twelve));
        assertThat(accounts.at("a", Version.of(4))).contains(state(19, 4, 5, twelve));
    }

    @Test
    void before_the_first_event_there_is_nothing() {
        fill();
        assertThat(accounts.at("a", Version.NONE)).isEmpty();
    }

    @Test
    void a_version_beyond_the_end_is_an_error_that_names_the_last() {
        fill();
        assertThatExceptionOfType(VersionNotReachedException.class)
                .isThrownBy(() -> accounts.at("a", Version.of(5)))
                .withMessage(
                        "Stream account-a ends at version 4, found 5 asked for: ask for version 4 or an earlier one")
                .satisfies(e -> assertThat(e.last()).isEqualTo(Version.of(4)));
        assertThatExceptionOfType(VersionNotReachedException.class)
                .isThrownBy(() -> accounts.at("a", Version.of(Long.MAX_VALUE)));
    }

    @Test
    void a_state_is_had_at_and_between_the_instants_of_its_events() {
        fill();
        assertThat(accounts.at("a", TEN.minusNanos(1))).isEmpty();
        assertThat(accounts.at("a", TEN)).contains(state(0, 1, 1, TEN));
        assertThat(accounts.at("a", TEN.plus(HOUR).minusNanos(1))).contains(state(0, 1, 1, TEN));
        assertThat(accounts.at("a", TEN.plus(HOUR))).contains(state(5, 2, 2, TEN.plus(HOUR)));
        assertThat(accounts.at("a", TEN.plus(Duration.ofMinutes(90)))).contains(state(5, 2, 2, TEN.plus(HOUR)));
    }

    @Test
    void an_instant_takes_in_all_events_recorded_at_it() {
        fill();
        Instant twelve = TEN.plus(HOUR.multipliedBy(2));
        assertThat(accounts.at("a", twelve)).contains(state(19, 4, 5, twelve));
        assertThat(accounts.at("a", twelve.minus(MICROSECOND))).contains(state(5, 2, 2, TEN.plus(HOUR)));
    }

    @Test
    void any_instant_can_be_asked_for() {
        fill();
        assertThat(accounts.at("a", Instant.MAX)).isEqualTo(accounts.latest("a"));
        assertThat(accounts.at("a", Instant.MIN)).isEmpty();
    }

    @Test
    void of_what_never_was_there_is_no_state() {
        fill();
        assertThat(accounts.latest("b")).isEmpty();
        assertThat(accounts.at("b", Version.of(1))).isEmpty();
        assertThat(accounts.at("b", Instant.MAX)).isEmpty();
        assertThat(accounts.difference("b", Version.NONE, Version.of(1))).isEmpty();
        assertThat(accounts.difference("b", Version.NONE, Version.NONE)).isEmpty();
    }

    @Test
    void long_streams_are_read_to_the_version_and_no_further() {
        context.send(new Open("a", "ann"));
        for (int i = 0; i < 30; i++) {
            clock.advance(HOUR);
            context.send(new Command.DepositEach("a", 1, 100));
        }
        for (long version : List.of(2L, 100L, 101L, 300L, 301L, 1_500L, 3_000L, 3_001L)) {
            assertThat(accounts.at("a", Version.of(version)).orElseThrow())
                    .satisfies(then -> assertThat(then.version().value()).isEqualTo(version))
                    .satisfies(then -> assertThat(then.state().cents()).isEqualTo(version - 1));
        }
        for (int hours : List.of(1, 3, 17, 30)) {
            assertThat(accounts.at("a", TEN.plus(HOUR.multipliedBy(hours)))
                            .orElseThrow()
                            .state()
                            .cents())
                    .isEqualTo(100 * hours);
        }
    }

    @Test
    void two_versions_are_compared_either_way() {
        fill();
        assertThat(changes(2, 4)).containsExactly(change("/cents", "5", "19"));
        assertThat(changes(4, 2)).containsExactly(change("/cents", "19", "5"));
        assertThat(changes(3, 3)).isEmpty();
    }

    @Test
    void the_state_before_the_first_event_can_be_compared_too() {
        fill();
        assertThat(changes(0, 2)).containsExactly(change("/open", "false", "true"), change("/cents", "0", "5"));
        assertThat(changes(0, 0)).isEmpty();
    }

    @Test
    void a_comparison_with_a_version_beyond_the_end_is_an_error() {
        fill();
        assertThatExceptionOfType(VersionNotReachedException.class).isThrownBy(() -> changes(2, 5));
        assertThatExceptionOfType(VersionNotReachedException.class).isThrownBy(() -> changes(5, 2));
    }

    @Test
    void events_that_cannot_be_folded_are_an_error_only_where_they_are_needed() {
        Aggregate<CounterCommand, Integer, CounterEvent> counter = Counting.counter();
        try (BoundedContext counting =
                BoundedContext.named("counting").store(store).aggregate(counter).start()) {
            counting.send(new Counting.Add("c", 1));
            StreamId stream = StreamId.of("counter", "c");
            SerializedEvent broken = new SerializedEvent(
                    UUID.randomUUID(), new EventType("broken", 1), "{\"why\":\"moth\"}", Metadata.none());
            store.commit(Commit.of(new Append(stream, ExpectedVersion.any(), List.of(broken))));
            AggregateStates<Integer> states = counting.states(counter);

            assertThat(states.at("c", Version.of(1)).orElseThrow().state()).isEqualTo(1);
            assertThatExceptionOfType(EvolveException.class)
                    .isThrownBy(() -> states.at("c", Version.of(2)))
                    .withMessageContainingAll("aggregate counter", "version 2 of stream counter-c", "mend the decider");
        }
    }

    @Test
    void an_aggregate_of_another_context_is_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.states(Counting.counter()))
                .withMessage("The aggregate counter is not one of context bank, it has [aggregate account]");
    }

    private List<Change> changes(long from, long to) {
        return accounts.difference("a", Version.of(from), Version.of(to))
                .orElseThrow()
                .changes();
    }

    private static Change change(String path, String before, String after) {
        return new Change(path, Optional.of(before), Optional.of(after));
    }
}
