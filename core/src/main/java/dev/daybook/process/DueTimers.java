package dev.daybook.process;

import dev.daybook.process.ProcessDocuments.Stored;
import dev.daybook.process.ProcessStates.TimerFailure;
import dev.daybook.store.Claim;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the timers of a process manager fire when they are due, whether there are events or not. One that fails is tried again
 * with growing pauses; it holds up its own key only.
 */
final class DueTimers<S> {

    private static final Logger LOG = LoggerFactory.getLogger(DueTimers.class);

    private static final int BATCH = 200;
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

    /** Lets those fire that are due; when to come again. */
    Optional<Instant> fire(Progress at) {
        Claim claim = at.claim();
        Instant now = clock.instant();
        Optional<Instant> next = agenda.next(claim, () -> documents.nextDue(claim.partition()));
        if (next.isEmpty() || next.get().isAfter(now)) {
            return next;
        }
        Optional<Instant> until = dealtWith.until(at, now);
        List<Stored<S>> due =
                until.map(time -> documents.due(claim.partition(), time, BATCH)).orElse(List.of());
        agenda.forget(claim);
        if (due.isEmpty()) {
            boolean caughtUp = until.equals(Optional.of(now));
            return caughtUp
                    ? agenda.next(claim, () -> documents.nextDue(claim.partition()))
                    : Optional.of(now.plus(UNTIL_EVENTS_ARE_DEALT_WITH));
        }
        boolean stored = fire(at, due, until.orElse(now));
        return Optional.of(stored ? now : now.plus(UNTIL_CLAIM_IS_CLEAR));
    }

    /** False if another has claimed the partition. */
    private boolean fire(Progress at, List<Stored<S>> due, Instant until) {
        Claim claim = at.claim();
        Set<String> blocked = subscriptions.blockedKeys(claim.subscription(), claim.partition());
        ProcessPlan<S> plan = new ProcessPlan<>(manager, documents, route, at, byKey(due));
        due.forEach(process -> fire(process, until, blocked, plan));
        int half = due.size() / 2;
        return switch (steps.store(plan.commit(), due.size() > 1)) {
            case STORED -> true;
            case LOST -> false;
            case DIVIDE -> fire(at, due.subList(0, half), until) && fire(at, due.subList(half, due.size()), until);
        };
    }

    private void fire(Stored<S> process, Instant until, Set<String> blocked, ProcessPlan<S> plan) {
        int attempts = process.failure().map(TimerFailure::attempts).orElse(0);
        if (blocked.contains(process.instance().key())) {
            String why = "An event of this key is kept aside; its timers fire after that";
            plan.fail(process, new TimerFailure(attempts, clock.instant().plus(UNTIL_KEY_IS_FREE), why));
            return;
        }
        try {
            plan.until(process, until);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            Duration pause = manager.settings().failures().backoff().after(attempts + 1, ThreadLocalRandom.current());
            LOG.error("{} failed {} times at a timer, trying again in {}", manager, attempts + 1, pause, e);
            plan.fail(
                    process,
                    new TimerFailure(attempts + 1, clock.instant().plus(pause), String.valueOf(e.getMessage())));
        }
    }

    private static <S> Map<String, Stored<S>> byKey(List<Stored<S>> processes) {
        return processes.stream()
                .collect(Collectors.toMap(process -> process.instance().key(), Function.identity()));
    }
}
