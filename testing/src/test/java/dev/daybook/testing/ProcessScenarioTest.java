package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.process.ProcessCommand;
import dev.daybook.process.ProcessLimits;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import dev.daybook.process.ReactionFailedException;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The steps of process managers, without a store. */
final class ProcessScenarioTest {

    private static final StreamId ORDER = StreamId.of("order", "42");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(30);

    sealed interface Event {
        record Placed(String order) implements Event {}

        record Reminded(String order) implements Event {}

        record Paid(String order) implements Event {}
    }

    record Cancel(String order) {}

    record Remind(String order, int number) {}

    record Unpaid(String order, int reminders) {}

    private static final ProcessManager<Unpaid> DEADLINE = ProcessManager.named("payment-deadline")
            .state(Unpaid.class)
            .startedBy(
                    Event.Placed.class,
                    Event.Placed::order,
                    placed -> Reaction.of(new Unpaid(placed.event().order(), 0))
                            .timer("remind", Duration.ofMinutes(10))
                            .timer("unpaid", LIMIT))
            .on(
                    Event.Paid.class,
                    Event.Paid::order,
                    (state, paid) -> Reaction.of(state).end())
            .onTimer(
                    "remind",
                    (state, timer) -> Reaction.of(new Unpaid(state.order(), state.reminders() + 1))
                            .send(new Remind(state.order(), state.reminders() + 1))
                            .timer("remind", Duration.ofMinutes(10)))
            .onTimer(
                    "unpaid",
                    (state, timer) ->
                            Reaction.of(state).send(new Cancel(state.order())).end())
            .sends(Cancel.class, Remind.class);

    @Test
    void an_event_begins_a_process_with_its_state_and_timers() {
        ProcessScenario.of(DEADLINE)
                .when(ORDER, new Event.Placed("42"))
                .thenState("42", new Unpaid("42", 0))
                .thenTimers("42", Map.of("remind", NOON.plus(Duration.ofMinutes(10)), "unpaid", NOON.plus(LIMIT)))
                .thenNoCommands();
    }

    @Test
    void a_timer_sends_a_command_and_sets_itself_again() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"))
                .whenTimePasses(Duration.ofMinutes(10))
                .thenCommands(new Remind("42", 1))
                .thenState("42", new Unpaid("42", 1))
                .thenTimers("42", Map.of("remind", NOON.plus(Duration.ofMinutes(20)), "unpaid", NOON.plus(LIMIT)));
    }

    @Test
    void timers_that_time_has_passed_fire_in_their_order() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"))
                .whenTimePasses(Duration.ofDays(1))
                .thenCommands(new Remind("42", 1), new Remind("42", 2), new Remind("42", 3), new Cancel("42"))
                .thenEnded("42");
    }

    @Test
    void an_end_cancels_all_timers() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"), new Event.Paid("42"))
                .whenTimePasses(Duration.ofDays(1))
                .thenNoCommands()
                .thenEnded("42");
    }

    @Test
    void a_timer_that_fell_due_fires_before_an_event_that_was_recorded_later() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"))
                .at(NOON.plus(LIMIT))
                .when(ORDER, new Event.Paid("42"))
                .thenCommands(new Remind("42", 1), new Remind("42", 2), new Remind("42", 3), new Cancel("42"))
                .thenEnded("42");
    }

    @Test
    void an_event_that_was_recorded_before_a_timer_fell_due_keeps_it_from_firing() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"))
                .at(NOON.plus(Duration.ofMinutes(9)))
                .when(ORDER, new Event.Paid("42"))
                .whenTimePasses(Duration.ofDays(1))
                .thenNoCommands();
    }

    @Test
    void processes_of_different_keys_know_nothing_of_each_other() {
        ProcessScenario.of(DEADLINE)
                .given(ORDER, new Event.Placed("42"), new Event.Placed("43"), new Event.Paid("42"))
                .thenEnded("42")
                .thenState("43", new Unpaid("43", 0));
    }

    @Test
    void events_without_a_process_and_events_that_begin_a_process_twice_are_passed_over() {
        ProcessScenario.of(DEADLINE)
                .when(ORDER, new Event.Paid("42"))
                .thenEnded("42")
                .given(ORDER, new Event.Placed("42"))
                .at(NOON.plusSeconds(1))
                .when(ORDER, new Event.Placed("42"))
                .thenTimers("42", Map.of("remind", NOON.plus(Duration.ofMinutes(10)), "unpaid", NOON.plus(LIMIT)))
                .when(ORDER, new Event.Reminded("42"))
                .thenNoCommands();
    }

    @Test
    void commands_have_ids_of_their_step_and_the_event_as_their_cause() {
        Metadata request = Metadata.of("request-1", null, Map.of());
        UUID placed = new UUID(0, 1); // the id of the first event given
        List<ProcessCommand> first = remindTwice(request);

        assertThat(first).extracting(ProcessCommand::id).doesNotHaveDuplicates();
        assertThat(first)
                .extracting(ProcessCommand::metadata)
                .containsOnly(Metadata.of("request-1", placed.toString(), Map.of()));
        assertThat(remindTwice(request)).isEqualTo(first);
    }

    private static List<ProcessCommand> remindTwice(Metadata metadata) {
        return ProcessScenario.of(DEADLINE)
                .with(metadata)
                .given(ORDER, new Event.Placed("42"))
                .whenTimePasses(Duration.ofMinutes(20))
                .thenCommands(new Remind("42", 1), new Remind("42", 2))
                .commands();
    }

    @Test
    void a_timer_is_moved_and_cancelled_by_its_name() {
        ProcessManager<Unpaid> manager = ProcessManager.named("moving")
                .state(Unpaid.class)
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Unpaid("42", 0)).timer("unpaid", LIMIT))
                .on(
                        Event.Reminded.class,
                        Event.Reminded::order,
                        (state, reminded) -> Reaction.of(state).timer("unpaid", NOON.plusNanos(1)))
                .on(
                        Event.Paid.class,
                        Event.Paid::order,
                        (state, paid) -> Reaction.of(state).cancelTimer("unpaid"))
                .onTimer("unpaid", (state, timer) -> Reaction.of(state).send(new Cancel("42")))
                .sends(Cancel.class);

        ProcessScenario.of(manager)
                .given(ORDER, new Event.Placed("42"), new Event.Reminded("42"))
                .thenTimers("42", Map.of("unpaid", NOON.plusMillis(1)))
                .when(ORDER, new Event.Paid("42"))
                .thenTimers("42", Map.of())
                .whenTimePasses(Duration.ofDays(1))
                .thenNoCommands()
                .thenState("42", new Unpaid("42", 0));
    }

    @Test
    void a_timer_set_by_a_timer_must_be_due_later() {
        ProcessManager<Unpaid> manager = starting(
                        Reaction.of(new Unpaid("42", 0)).timer("again", LIMIT))
                .onTimer("again", (state, timer) -> Reaction.of(state).timer("again", timer.due()));

        assertFails(ProcessScenario.of(manager), LIMIT, "set it to a later time than that");
    }

    @Test
    void a_timer_that_sets_itself_again_fires_as_often_as_it_was_due_before_an_event() {
        ProcessManager<Unpaid> manager = starting(
                        Reaction.of(new Unpaid("42", 0)).timer("again", LIMIT))
                .onTimer(
                        "again",
                        (state, timer) -> Reaction.of(new Unpaid("42", state.reminders() + 1))
                                .timer("again", Duration.ofMinutes(1)));

        ProcessScenario.of(manager)
                .given(ORDER, new Event.Placed("42"))
                .at(NOON.plus(Duration.ofMinutes(1_529)))
                .when(ORDER, new Event.Placed("42"))
                .thenState("42", new Unpaid("42", 1_500));
    }

    @Test
    void a_command_that_is_not_declared_and_a_timer_without_reaction_are_refused() {
        assertFailsAtStart(starting(Reaction.of(new Unpaid("42", 0)).send(new Cancel("42"))), "declare it with sends");
        assertFailsAtStart(
                starting(Reaction.of(new Unpaid("42", 0)).timer("unpaid", LIMIT)), "declare it with onTimer");
    }

    @Test
    void limits_are_kept() {
        Reaction<Unpaid> reaction = Reaction.of(new Unpaid("42", 0));
        assertFailsAtStart(
                starting(reaction.send(new Cancel("1")).send(new Cancel("2")))
                        .sends(Cancel.class)
                        .limits(new ProcessLimits(1, 1, 1_000)),
                "sends 2 commands for key '42' at Placed at position 1, its limit is 1");
        assertFailsAtStart(
                starting(reaction.timer("a", LIMIT).timer("b", LIMIT))
                        .onTimer("a", (state, timer) -> Reaction.of(state))
                        .onTimer("b", (state, timer) -> Reaction.of(state))
                        .limits(new ProcessLimits(1, 1, 1_000)),
                "sets 2 timers for key '42' at Placed at position 1, its limit is 1");
    }

    @Test
    void a_reaction_that_throws_tells_where() {
        ProcessManager<Unpaid> manager = ProcessManager.named("throwing")
                .state(Unpaid.class)
                .startedBy(Event.Placed.class, Event.Placed::order, placed -> {
                    throw new IllegalStateException("boom");
                });

        assertFailsAtStart(
                manager,
                "process manager throwing failed at Placed at position 1 for key '42': java.lang.IllegalStateException: boom");
    }

    @Test
    void a_reaction_that_looks_at_something_else_is_found_out() {
        AtomicInteger chance = new AtomicInteger();
        ProcessManager<Unpaid> manager = ProcessManager.named("chancy")
                .state(Unpaid.class)
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Unpaid("42", chance.incrementAndGet())));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ProcessScenario.of(manager).when(ORDER, new Event.Placed("42")))
                .withMessageContaining("the same step as the first time");
    }

    @Test
    void what_does_not_hold_is_told_with_the_story() {
        ProcessScenario<Unpaid> scenario = ProcessScenario.of(DEADLINE).when(ORDER, new Event.Placed("42"));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> scenario.thenCommands(new Cancel("42")))
                .withMessageContaining("given [Placed[order=42]]: the commands sent");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> scenario.thenEnded("42"));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> scenario.thenTimers("42", Map.of()));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> scenario.thenState("42", new Unpaid("42", 9)));
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> scenario.thenState("43", new Unpaid("43", 0)));
    }

    private static ProcessManager<Unpaid> starting(Reaction<Unpaid> reaction) {
        return ProcessManager.named("starting")
                .state(Unpaid.class)
                .startedBy(Event.Placed.class, Event.Placed::order, placed -> reaction)
                .on(Event.Paid.class, Event.Paid::order, (state, paid) -> Reaction.of(state));
    }

    private static void assertFailsAtStart(ProcessManager<Unpaid> manager, String message) {
        assertThatExceptionOfType(ReactionFailedException.class)
                .isThrownBy(() -> ProcessScenario.of(manager).when(ORDER, new Event.Placed("42")))
                .withMessageContaining(message);
    }

    private static void assertFails(ProcessScenario<Unpaid> scenario, Duration later, String message) {
        scenario.given(ORDER, new Event.Placed("42"));
        assertThatExceptionOfType(ReactionFailedException.class)
                .isThrownBy(() -> scenario.whenTimePasses(later))
                .withMessageContaining(message);
    }
}
