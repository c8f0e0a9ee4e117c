package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/** A projection at work, and what can be done about it. */
final class RunningProjection implements ProjectionOperations, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Projection projection;
    private final GeneratedReadModel model;
    private final GenerationRunner generations;
    private final Unfollowed unfollowed;

    RunningProjection(Projection projection, Projections.Setup setup) {
        this.projection = projection;
        this.model = projection.open(setup);
        this.generations = new GenerationRunner(model, setup);
        this.unfollowed = new Unfollowed(model, setup);
    }

    GenerationRunner generations() {
        return generations;
    }

    GeneratedReadModel model() {
        return model;
    }

    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            GenerationRunner.Serving serving = generations.serving();
            if (serving.running().isPresent()) {
                RunningSubscription following = serving.running().get().subscription();
                if (reaches(following, position, left, serving) && generations.isServing(serving.number())) {
                    return true; // and whatever serves after it is as far when it begins to
                }
            }
            if (left.isZero()) {
                return false;
            }
            awaitOther(serving, position, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    /** False also when another generation serves meanwhile, which is to be waited for instead. */
    private boolean reaches(
            RunningSubscription following, Position position, Duration left, GenerationRunner.Serving serving)
            throws InterruptedException {
        try {
            return following.awaitPosition(position, left);
        } catch (StoreUnavailableException e) {
            if (!serving.closed() && generations.serving().number() != serving.number()) {
                return false;
            }
            throw e;
        }
    }

    private void awaitOther(GenerationRunner.Serving serving, Position wanted, Duration left)
            throws InterruptedException {
        if (serving.closed()) {
            throw new StoreUnavailableException(
                    "Projection " + projection.name() + " was closed, expected it to get to position " + wanted
                            + ": start it again to wait",
                    StoreUnavailableException.Outcome.NOT_STORED);
        }
        generations.awaitOtherThan(serving.number(), left);
    }

    @Override
    public ProjectionStatus status() {
        GenerationRunner.Serving serving = generations.serving();
        Optional<SubscriptionStatus> following =
                serving.running().map(running -> running.subscription().status());
        return new ProjectionStatus(projection.name(), serving.number(), following, generations.rebuilding());
    }

    /** How the subscription of what serves does, also where nobody follows it here. */
    SubscriptionStatus subscription() {
        GenerationRunner.Serving serving = generations.serving();
        return serving.running()
                .map(running -> running.subscription().status())
                .orElseGet(() -> unfollowed.status(
                        serving.number(),
                        () -> new ProjectionStatus(
                                        projection.name(), serving.number(), Optional.empty(), generations.rebuilding())
                                .error()));
    }

    @Override
    public int rebuild() {
        return generations.rebuild();
    }

    @Override
    public boolean awaitServing(int generation, Duration timeout) throws InterruptedException {
        Optional<Generation> found =
                generations.awaitState(generation, EnumSet.of(State.SERVING, State.RETIRED, State.CANCELLED), timeout);
        if (found.map(Generation::state).filter(State.CANCELLED::equals).isPresent()) {
            throw new IllegalStateException("Generation " + generation + " of projection " + projection.name()
                    + " was cancelled: rebuild again");
        }
        return found.isPresent();
    }

    @Override
    public boolean pauseRebuild() {
        return generations.change((all, collection, number) -> all.pause(collection, number));
    }

    @Override
    public boolean resumeRebuild() {
        return generations.change((all, collection, number) -> all.resume(collection, number));
    }

    @Override
    public boolean cancelRebuild() {
        return generations.change((all, collection, number) -> all.cancel(collection, number));
    }

    @Override
    public boolean throttleRebuild(int eventsPerSecond) {
        return generations.change((all, collection, number) -> all.throttle(collection, number, eventsPerSecond));
    }

    @Override
    public VerificationResult verify(Verification scope) {
        if (!(model instanceof DocumentGenerations<?, ?> documents)) {
            throw new IllegalStateException(
                    "Projection " + projection.name() + " is not made of documents, so nobody can tell"
                            + " from outside whether it is right: rebuild it, and compare the two generations by queries of your own");
        }
        GenerationRunner.Serving serving = generations.serving();
        RunningGeneration running = serving.running()
                .orElseThrow(() -> new IllegalStateException("Generation " + serving.number() + " of projection "
                        + projection.name() + " was made by another definition, so this one cannot tell whether it is"
                        + " right: wait for the rebuild to end"));
        return documents
                .verifier(new Verifier.RunningAt(
                        serving.number(), position -> requireReached(running.subscription(), position)))
                .verify(scope);
    }

    private void requireReached(RunningSubscription following, Position position) {
        try {
            if (!following.awaitPosition(position, PATIENCE)) {
                throw new StoreUnavailableException(
                        "Subscription " + following.name() + " did not get to position " + position + " within "
                                + PATIENCE + ", so its documents cannot be compared: see its status",
                        StoreUnavailableException.Outcome.NOT_STORED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "Interrupted while verifying projection " + projection.name(),
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }

    /** Stops following; what was made can still be read. */
    @Override
    public void close() {
        generations.close();
    }

    @Override
    public String toString() {
        return projection.toString();
    }
}
