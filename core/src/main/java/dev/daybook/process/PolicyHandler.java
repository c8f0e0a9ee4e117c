package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.EventHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Has a policy react to events, then moves the checkpoint over them. */
final class PolicyHandler implements EventHandler {

    private final Policy policy;
    private final SubscriptionStore checkpoints;
    private final PolicyAttempts attempts;

    PolicyHandler(Policy policy, EventCatalog catalog, SubscriptionStore checkpoints) {
        this.policy = policy;
        this.checkpoints = checkpoints;
        this.attempts = new PolicyAttempts(policy, catalog);
    }

    @Override
    public boolean handle(Progress progress, List<StoredEvent> events) {
        if (policy.settings().atOneTime() == 1 || events.size() < 2) {
            reactInOrder(events, events.size() == 1);
        } else {
            reactBesideEachOther(events);
        }
        boolean moved = checkpoints.move(progress);
        attempts.forgetDone(events);
        return moved;
    }

    private void reactInOrder(List<StoredEvent> events, boolean alone) {
        events.forEach(event -> attempts.reactOnce(event, alone));
    }

    /** Those of one stream in order. All have ended when this returns or throws. */
    private void reactBesideEachOther(List<StoredEvent> events) {
        Map<String, List<StoredEvent>> byKey = new LinkedHashMap<>();
        events.forEach(event ->
                byKey.computeIfAbsent(keyOf(event), key -> new ArrayList<>()).add(event));
        Semaphore turns = new Semaphore(policy.settings().atOneTime());
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byKey.values().forEach(ofKey -> running.add(threads.submit(() -> reactInTurn(ofKey, turns))));
        }
        running.forEach(PolicyHandler::rethrow);
    }

    private void reactInTurn(List<StoredEvent> events, Semaphore turns) {
        turns.acquireUninterruptibly();
        try {
            reactInOrder(events, false);
        } finally {
            turns.release();
        }
    }

    private static void rethrow(Future<?> reaction) {
        try {
            reaction.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "A policy was interrupted; its checkpoint was not moved",
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }
}
