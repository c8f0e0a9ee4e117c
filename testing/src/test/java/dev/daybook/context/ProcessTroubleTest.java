package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.context.Shop.Command.CancelUnpaid;
import dev.daybook.context.Shop.Command.Pay;
import dev.daybook.context.Shop.Command.Place;
import dev.daybook.context.Shop.Event;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.process.Reaction;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Document;
import dev.daybook.store.EventStore;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.Version;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Process managers get over stores that go away between steps, and over processes that cannot be read, stored or caught up. */
@Timeout(60)
final class ProcessTroubleTest {

    private static final Backoff FAST = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final InMemoryEventStore memory = new InMemoryEventStore(clock);

    record Count(String order, int times) {}

    record Loose(String order, String mood) {}

    record Strict(String order, Mood mood) {}

    enum Mood {
        GOOD
    }

    private static void lanes(CommandBusSetup bus) {
        bus.lane("processes", lane -> lane.durable().takes(CancelUnpaid.class).capacity(2));
    }

    private BoundedContext start(EventStore store, ProcessManager<?> manager) {
        return start(store, context -> context.processManager(manager).commandBus(ProcessTroubleTest::lanes));
    }

    private BoundedContext start(EventStore store, Consumer<BoundedContextBuilder> setup) {
        BoundedContextBuilder context =
                BoundedContext.named("shop").store(store).clock(clock).aggregate(Shop.aggregate());
        setup.accept(context);
        return context.start();
    }

    private void untilCancelled(String order) {
        Conditions.until(
                "order " + order + " is cancelled",
                () -> memory.readStream(Shop.stream(order), Version.NONE, 10).stream()
                        .anyMatch(event -> event.type().name().equals("cancelled")));
    }

    private static void untilKnown(BoundedContext context, ProcessManager<?> manager, String order) {
        Conditions.until(
                "order " + order + " has a process",
                () -> context.processes(manager).find(order).isPresent());
    }

    private static boolean puts(Commit commit, String key) {
        return commit.documents().stream()
                .flatMap(changes -> changes.puts().stream())
                .map(Document::key)
                .anyMatch(key::equals);
    }

    private static boolean moves(Commit commit) {
        return commit.progress()
                .filter(progress -> progress.to().compareTo(progress.from()) > 0)
                .isPresent();
    }

    @Test
    void an_event_kept_aside_by_a_divided_step_of_which_a_part_was_stored_takes_effect_once() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ProcessManager<Count> manager = ProcessManager.named("fragile")
                .state(Count.class)
                .whenFailing(FailurePolicy.park(1_000_000).backoff(FAST))
                .startedBy(Event.Placed.class, Event.Placed::order, placed -> {
                    if (placed.event().order().equals("bad") && broken.get()) {
                        throw new IllegalStateException("boom");
                    }
                    return Reaction.of(new Count(placed.event().order(), 0));
                })
                .on(
                        Event.Paid.class,
                        Event.Paid::order,
                        (state, paid) -> Reaction.of(new Count(state.order(), state.times() + 1)));
        try (BoundedContext context = start(memory, manager)) {
            context.send(new Place("bad"));
            Conditions.until("it is kept aside", () -> memory.subscriptions().parkedCount("fragile") == 1);
        }
        try (BoundedContext context = start(memory, setup -> {})) {
            List.of("1", "2", "3", "4").forEach(order -> context.send(new Place(order)));
            context.send(new Pay("bad"));
        }
        AtomicBoolean divided = new AtomicBoolean();
        AtomicBoolean away = new AtomicBoolean();
        AtomicBoolean freed = new AtomicBoolean();
        TappedStore store = new TappedStore(memory);
        store.tap((commits, target) -> {
            Commit commit = commits.getFirst();
            if (puts(commit, "1") && puts(commit, "4") && divided.compareAndSet(false, true)) {
                return List.of(new CommitResult.QueueFull("processes", 2, 2));
            }
            if (divided.get() && moves(commit) && !puts(commit, "1") && !freed.get()) {
                away.set(true);
                throw TappedStore.unavailable();
            }
            List<CommitResult> results = target.apply(commits);
            commit.progress()
                    .map(Progress::freed)
                    .filter(events -> !events.isEmpty())
                    .ifPresent(events -> freed.set(true));
            return results;
        });
        try (BoundedContext context = start(store, manager)) {
            Conditions.until("the store is away after the first part", away::get);
            broken.set(false);
            clock.advance(Duration.ofSeconds(1));
            context.send(new Place("last"));
            untilKnown(context, manager, "last");
            assertThat(context.processes(manager)
                            .find("bad")
                            .orElseThrow()
                            .instance()
                            .state())
                    .isEqualTo(new Count("bad", 1));
        }
    }

    @Test
    void a_timer_fires_though_the_answer_to_the_step_that_set_it_was_lost() {
        ProcessManager<Count> manager = ProcessManager.named("lossy")
                .state(Count.class)
                .whenFailing(FailurePolicy.park(3).backoff(FAST))
                .startedBy(Event.Placed.class, Event.Placed::order, placed -> {
                    Reaction<Count> reaction =
                            Reaction.of(new Count(placed.event().order(), 0));
                    return placed.event().order().equals("quiet") ? reaction : reaction.timer("unpaid", Shop.LIMIT);
                })
                .onTimer(
                        "unpaid",
                        (state, timer) -> Reaction.of(state)
                                .send(new CancelUnpaid(state.order()))
                                .end())
                .sends(CancelUnpaid.class);
        AtomicBoolean lost = new AtomicBoolean();
        TappedStore store = new TappedStore(memory);
        store.tap((commits, target) -> {
            List<CommitResult> results = target.apply(commits);
            if (puts(commits.getFirst(), "1") && lost.compareAndSet(false, true)) {
                throw new StoreUnavailableException("no answer", StoreUnavailableException.Outcome.UNKNOWN);
            }
            return results;
        });
        try (BoundedContext context = start(store, manager)) {
            context.send(new Place("quiet"));
            untilKnown(context, manager, "quiet");
            context.send(new Place("1"));
            untilKnown(context, manager, "1");
            clock.advance(Shop.LIMIT);
            untilCancelled("1");
        }
        assertThat(lost).isTrue();
    }

    private static <S> ProcessManager<S> moody(
            ProcessManager<S> manager, Function<String, S> first, Function<S, String> order) {
        return manager.whenFailing(FailurePolicy.park(3).backoff(FAST))
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed ->
                                Reaction.of(first.apply(placed.event().order())).timer("unpaid", Shop.LIMIT))
                .onTimer(
                        "unpaid",
                        (before, timer) -> Reaction.of(before)
                                .send(new CancelUnpaid(order.apply(before)))
                                .end())
                .sends(CancelUnpaid.class);
    }

    @Test
    void a_process_that_cannot_be_read_holds_up_its_own_timers_only_and_until_it_can_be_read() {
        ProcessManager<Loose> loose =
                moody(ProcessManager.named("moody").state(Loose.class), order -> new Loose(order, order), Loose::order);
        try (BoundedContext context = start(memory, loose)) {
            context.send(new Place("BAD"));
            context.send(new Place("GOOD"));
            untilKnown(context, loose, "GOOD");
        }
        clock.advance(Shop.LIMIT);
        ProcessManager<Strict> strict = moody(
                ProcessManager.named("moody")
                        .state(Strict.class, 2)
                        .upcast(1, Loose.class, old -> new Strict(old.order(), Mood.valueOf(old.mood()))),
                order -> new Strict(order, Mood.valueOf(order)),
                Strict::order);
        BoundedContext unable = start(memory, strict);
        try {
            untilCancelled("GOOD");
        } finally {
            unable.close();
        }
        clock.advance(Duration.ofSeconds(1));
        BoundedContext mended = start(memory, loose);
        try {
            untilCancelled("BAD");
        } finally {
            mended.close();
        }
    }

    private static Reaction<Loose> spoilt(Loose state) {
        Reaction<Loose> reaction = Reaction.of(state);
        CancelUnpaid cancel = new CancelUnpaid(state.order());
        return switch (state.order()) {
            case "bad-message" -> throw new IllegalStateException("boom \0 \uD800 " + "x".repeat(5_000));
            case "bad-state" -> Reaction.of(new Loose(state.order(), "\uD800"));
            case "many" -> reaction.send(cancel).send(cancel).send(cancel);
            default -> reaction.send(cancel).end();
        };
    }

    @Test
    void a_timer_whose_step_cannot_be_stored_holds_up_its_own_key_only_and_tells_why() {
        ProcessManager<Loose> manager = ProcessManager.named("spoilt")
                .state(Loose.class)
                .whenFailing(FailurePolicy.park(3).backoff(FAST))
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Loose(placed.event().order(), ""))
                                .timer("unpaid", Shop.LIMIT))
                .onTimer("unpaid", (state, timer) -> spoilt(state))
                .sends(CancelUnpaid.class);
        try (BoundedContext context = start(memory, manager)) {
            List<String> bad = List.of("bad-message", "bad-state", "many");
            bad.forEach(order -> context.send(new Place(order)));
            clock.advance(Duration.ofMillis(5));
            context.send(new Place("good"));
            untilKnown(context, manager, "good");
            clock.advance(Shop.LIMIT);
            untilCancelled("good");
            for (String order : bad) {
                Conditions.until(
                        "the failure of " + order + " is told",
                        () -> context.processes(manager)
                                .find(order)
                                .flatMap(ProcessStates.Found::failure)
                                .filter(failure -> failure.error().length() < 2_100)
                                .isPresent());
            }
        }
    }

    private static ProcessManager<Count> ticking() {
        return ProcessManager.named("ticking")
                .state(Count.class)
                .whenFailing(FailurePolicy.park(3).backoff(FAST))
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Count(placed.event().order(), 0))
                                .timer("tick", Duration.ofMinutes(1)))
                .on(
                        Event.Paid.class,
                        Event.Paid::order,
                        (state, paid) -> Reaction.of(state).cancelTimer("tick"))
                .onTimer("tick", (state, timer) -> {
                    Reaction<Count> next = Reaction.of(new Count(state.order(), state.times() + 1))
                            .timer("tick", Duration.ofMinutes(1));
                    return state.times() % 500 == 0 ? next.send(new CancelUnpaid("none")) : next;
                })
                .sends(CancelUnpaid.class);
    }

    private static void untilTicked(BoundedContext context, ProcessManager<Count> manager, int times) {
        Conditions.until(
                "it ticked " + times + " times",
                () -> context.processes(manager)
                        .find("1")
                        .filter(found -> found.instance().state().times() == times)
                        .isPresent());
    }

    @Test
    void timers_that_were_due_more_often_than_fits_into_a_step_fire_in_several() {
        ProcessManager<Count> manager = ticking();
        try (BoundedContext context = start(memory, manager)) {
            context.send(new Place("1"));
            untilKnown(context, manager, "1");
            clock.advance(Duration.ofMinutes(2_500));
            untilTicked(context, manager, 2_500);
        }
    }

    @Test
    void timers_that_were_due_more_often_than_fits_into_a_step_fire_before_a_later_event() {
        ProcessManager<Count> manager = ticking().fromBeginning();
        try (BoundedContext context = start(memory, setup -> {})) {
            context.send(new Place("1"));
            context.send(new Place("2"));
            clock.advance(Duration.ofMinutes(2_500));
            context.send(new Pay("1"));
            context.send(new Pay("2"));
        }
        try (BoundedContext context = start(memory, manager)) {
            untilTicked(context, manager, 2_500);
            Conditions.until(
                    "the payments are dealt with",
                    () -> context.processes(manager)
                            .find("2")
                            .filter(found -> found.instance().timers().isEmpty())
                            .isPresent());
            assertThat(memory.subscriptions().parkedCount("ticking")).isZero();
        }
    }
}
