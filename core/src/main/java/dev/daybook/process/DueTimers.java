package dev.daybook.process;

import dev.daybook.process.ProcessDocuments.Due;
import dev.daybook.process.ProcessDocuments.Raw;
import dev.daybook.process.ProcessDocuments.Stored;
import dev.daybook.process.ProcessDocuments.Unreadable;
import dev.daybook.process.ProcessStates.Failing;
import dev.daybook.process.ProcessStates.TimerFailure;
import dev.daybook.store.Claim;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.EventHandler.Trouble;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.Failures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the timers of a process manager fire when they are due, whether there are events or not. One that fails is tried again
 * with growing pauses, and so is one of a process that cannot be read or stored; it holds up its own key only. After as many
 * attempts as the failure policy allows it rests, until its partition is taken over anew, as it is when the subscription is
 * resumed.
 */
final class DueTimers<S> {

    private static final Logger LOG = LoggerFactory.getLogger(DueTimers.class);

    private static final int BATCH = 200;
    private static final int MOST_COUNTED = 1_000;
    private static final Duration UNTIL_EVENTS_ARE_DEALT_WITH = Duration.ofMillis(250);
    private static final Duration UNTIL_CLAIM_IS_CLEAR = Duration.ofSeconds(1);
    private static final Duration UNTIL_KEY_IS_FREE = Duration.ofSeconds(10);

    private final ProcessManager<S> manager;
    private final InstantSource clock;
    private final SubscriptionStore subscriptions;
    private final CommandRoute route;
    private final ProcessDocuments<S> documents;
    private final ProcessSteps steps;
    private final DealtWith dealtWith;
    private final Agenda agenda = new Agenda();
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();

    DueTimers(
            ProcessManager<S> manager,
            Processes.Context context,
            ProcessDocuments<S> documents,
            ProcessSteps steps,
            DealtWith dealtWith) {
        this.manager = manager;
        this.clock = context.clock();
        this.subscriptions = context.store().documents().subscriptions();
        this.route = context.commands();
        this.documents = documents;
        this.steps = steps;
        this.dealtWith = dealtWith;
    }

    /** Takes note of a timer that a step has set. */
    void note(Claim claim, Optional<Instant> due) {
        agenda.note(claim, due);
    }

    /** Has the database asked when the next one is due. */
    void forget(Claim claim) {
        agenda.forget(claim);
    }

    /** Has those tried again that rest. */
    void begin(Claim claim) {
        begun.add(claim.partition());
    }

    /** What to say of timers that fail. */
    Optional<Trouble> trouble() {
        return documents.failing(1).stream().findFirst().map(this::trouble);
    }

    private Trouble trouble(Failing first) {
        TimerFailure failure = first.failure();
        long count = documents.countFailing(MOST_COUNTED);
        String when = failure.retryAt()
                .map(time -> "it is tried again at " + time)
                .orElse("it rests: mend the cause, then resume the subscription");
        return new Trouble(
                failure.retryAt().isEmpty(),
                "Timers of " + count + (count < MOST_COUNTED ? "" : " or more") + " processes fail, that of key '"
                        + first.key() + "' has failed " + failure.attempts() + " times, " + when + ": "
                        + failure.error());
    }

    /** Lets those fire that are due; when to come again. */
    Optional<Instant> fire(Progress at) {
        Claim claim = at.claim();
        Instant now = clock.instant();
        if (begun.contains(claim.partition())) {
            if (!wake(at, now)) {
                return Optional.of(now.plus(UNTIL_CLAIM_IS_CLEAR));
            }
            begun.remove(claim.partition());
        }
        Optional<Instant> next = agenda.next(claim, () -> documents.nextDue(claim.partition()));
        if (next.isEmpty() || next.get().isAfter(now)) {
            return next;
        }
        Optional<Instant> until = dealtWith.until(at, now);
        Due<S> due = until.map(time -> documents.due(claim.partition(), time, BATCH))
                .orElseGet(() -> new Due<>(List.of(), List.of()));
        agenda.forget(claim);
        if (due.processes().isEmpty() && due.unreadable().isEmpty()) {
            boolean caughtUp = until.equals(Optional.of(now));
            return caughtUp
                    ? agenda.next(claim, () -> documents.nextDue(claim.partition()))
                    : Optional.of(now.plus(UNTIL_EVENTS_ARE_DEALT_WITH));
        }
        boolean stored = defer(at, due.unreadable())
                && (due.processes().isEmpty() || fire(at, due.processes(), bounds(claim, until.orElse(now))));
        return Optional.of(stored ? now : now.plus(UNTIL_CLAIM_IS_CLEAR));
    }

    /** Has all that rest looked at now. False if another has claimed the partition. */
    private boolean wake(Progress at, Instant now) {
        List<Raw> resting = documents.resting(at.claim().partition(), BATCH);
        while (!resting.isEmpty()) {
            ProcessPlan<S> plan = plan(at, List.of());
            resting.forEach(process -> process.failure()
                    .ifPresent(failure -> plan.defer(
                            process, new TimerFailure(failure.attempts(), Optional.of(now), failure.error()))));
            if (!isStored(plan)) {
                return false;
            }
            agenda.forget(at.claim());
            resting = documents.resting(at.claim().partition(), BATCH);
        }
        return true;
    }

    /** False if another has claimed the partition. */
    private boolean defer(Progress at, List<Unreadable> unreadable) {
        for (Unreadable process : unreadable) {
            ProcessPlan<S> plan = plan(at, List.of());
            plan.defer(process.raw(), failed(process.raw().failure(), process.error()));
            if (!isStored(plan)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lets all timers of a key fire that are due by the time of an event, in as many steps as they need. False if another has
     * claimed the partition.
     *
     * @throws RuntimeException if one of them fails
     */
    boolean fireBefore(Progress at, String key, Instant event) {
        long most = ProcessPlan.MOST_FIRINGS;
        while (true) {
            Stored<S> process = documents.load(Set.of(key)).get(key);
            if (process == null || !ProcessFold.isDue(process.instance(), event)) {
                return true;
            }
            ProcessPlan<S> plan = plan(at, List.of(process));
            plan.until(process, event, most);
            switch (steps.store(plan.commit(), plan.firings() > 1)) {
                case STORED -> agenda.note(at.claim(), plan.earliest());
                case LOST -> {
                    return false;
                }
                case DIVIDE -> most = plan.firings() / 2;
            }
        }
    }

    private ProcessPlan<S> plan(Progress at, List<Stored<S>> processes) {
        return new ProcessPlan<>(manager, documents, route, at, byKey(processes));
    }

    private boolean isStored(ProcessPlan<S> plan) {
        return steps.store(plan.commit(), false) == ProcessSteps.Answer.STORED;
    }

    /**
     * Which timers fire.
     *
     * @param until when they are due at the latest
     * @param most of each process
     * @param blocked the keys of which events are kept aside
     */
    private record Bounds(Instant until, long most, Set<String> blocked) {

        Bounds atMost(long fewer) {
            return new Bounds(until, fewer, blocked);
        }
    }

    private Bounds bounds(Claim claim, Instant until) {
        Set<String> blocked = subscriptions.blockedKeys(claim.subscription(), claim.partition());
        return new Bounds(until, ProcessPlan.MOST_FIRINGS, blocked);
    }

    /**
     * False if another has claimed the partition.
     *
     * @param bounds within which they fire; what is left over goes on in the next step
     */
    private boolean fire(Progress at, List<Stored<S>> due, Bounds bounds) {
        ProcessPlan<S> plan = plan(at, due);
        due.forEach(process -> fire(process, bounds, plan));
        ProcessSteps.Answer answer;
        try {
            answer = steps.store(plan.commit(), due.size() > 1 || plan.firings() > 1);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) { // what one process makes cannot be stored
            if (due.size() == 1) {
                return fail(at, due.getFirst(), e);
            }
            answer = ProcessSteps.Answer.DIVIDE;
        }
        return switch (answer) {
            case STORED -> true;
            case LOST -> false;
            case DIVIDE ->
                due.size() == 1 ? fire(at, due, bounds.atMost(plan.firings() / 2)) : fireInHalves(at, due, bounds);
        };
    }

    private boolean fireInHalves(Progress at, List<Stored<S>> due, Bounds bounds) {
        int half = due.size() / 2;
        return fire(at, due.subList(0, half), bounds) && fire(at, due.subList(half, due.size()), bounds);
    }

    private boolean fail(Progress at, Stored<S> process, RuntimeException error) {
        ProcessPlan<S> plan = plan(at, List.of(process));
        plan.fail(process, failed(process.failure(), error));
        return isStored(plan);
    }

    private void fire(Stored<S> process, Bounds bounds, ProcessPlan<S> plan) {
        if (bounds.blocked().contains(process.instance().key())) {
            int attempts = process.failure().map(TimerFailure::attempts).orElse(0);
            String why = "An event of this key is kept aside; its timers fire after that";
            plan.fail(
                    process,
                    new TimerFailure(attempts, Optional.of(clock.instant().plus(UNTIL_KEY_IS_FREE)), why));
            return;
        }
        try {
            plan.until(process, bounds.until(), bounds.most());
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            plan.fail(process, failed(process.failure(), e));
        }
    }

    private TimerFailure failed(Optional<TimerFailure> before, RuntimeException error) {
        int attempts = before.map(TimerFailure::attempts).orElse(0) + 1;
        FailurePolicy policy = manager.settings().failures();
        String text = Failures.describe(error);
        if (attempts >= policy.attempts()) {
            LOG.error("{} failed {} times at a timer, which rests until it is resumed", manager, attempts, error);
            return new TimerFailure(attempts, Optional.empty(), text);
        }
        Duration pause = policy.backoff().after(attempts, ThreadLocalRandom.current());
        LOG.error("{} failed {} times at a timer, trying again in {}", manager, attempts, pause, error);
        return new TimerFailure(attempts, Optional.of(clock.instant().plus(pause)), text);
    }

    private static <S> Map<String, Stored<S>> byKey(List<Stored<S>> processes) {
        return processes.stream()
                .collect(Collectors.toMap(process -> process.instance().key(), Function.identity()));
    }
}
