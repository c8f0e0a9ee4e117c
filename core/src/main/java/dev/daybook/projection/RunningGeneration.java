package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Position;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A generation that this node takes part in filling. Safe for use by many threads. */
final class RunningGeneration {

    /** Of what is held up for a moment. */
    private static final OptionalInt HARDLY = OptionalInt.of(1);

    private final RunningSubscription subscription;
    private final ReentrantLock lock = new ReentrantLock();
    private final Speed speed = new Speed();
    private volatile Generation row;
    private OptionalInt throttle; // of the thread that updates it
    private volatile @Nullable String refusal;
    private volatile long restsUntil = System.nanoTime();

    RunningGeneration(RunningSubscription subscription, Generation row) {
        this.subscription = subscription;
        this.row = row;
        this.throttle = throttle(row);
    }

    RunningSubscription subscription() {
        return subscription;
    }

    Generation row() {
        return row;
    }

    /** Takes over what the database says of it. */
    void update(Generation newRow, boolean isHeldUp) {
        OptionalInt rate = isHeldUp ? HARDLY : throttle(newRow);
        if (!rate.equals(throttle)) {
            subscription.throttle(rate);
            throttle = rate;
        }
        row = newRow;
    }

    static OptionalInt throttle(Generation row) {
        return row.throttle() > 0 && row.isBuilding() ? OptionalInt.of(row.throttle()) : OptionalInt.empty();
    }

    /** Notes why it may not serve yet, and when that may be tried again. */
    void refused(@Nullable String why, Duration pause) {
        refusal = "It is made but cannot serve yet, trying again: " + why;
        restsUntil = System.nanoTime() + pause.toNanos();
    }

    /** Notes that it does not serve though nothing fails. */
    void lags(int tries, Position head) {
        long left = head.value() - subscription.position().value();
        refused(
                "it has not overtaken what serves in " + tries + " tries, and is " + left
                        + " events from the end of the log; it will once less is appended for a moment",
                Duration.ZERO);
    }

    boolean isResting() {
        return System.nanoTime() - restsUntil < 0;
    }

    /** How far it is, and what keeps it from serving. */
    ProjectionStatus.Rebuild report(Position head) {
        return look(head, Optional.ofNullable(refusal));
    }

    /** Looks at how far it is. */
    ProjectionStatus.Rebuild look(Position head) {
        return look(head, Optional.empty());
    }

    private ProjectionStatus.Rebuild look(Position head, Optional<String> otherError) {
        SubscriptionStatus status = subscription.status();
        double eventsPerSecond = speed(status.position());
        long left = Math.max(0, head.value() - status.position().value());
        Optional<Duration> timeLeft = eventsPerSecond > 0
                ? Optional.of(Duration.ofMillis((long) (left * 1_000 / eventsPerSecond)))
                : Optional.empty();
        Optional<String> error = status.healthy() && status.parked() == 0
                ? otherError
                : Optional.of(status.error()
                        .orElse(status.parked() + " events are kept aside: retry or discard them, see subscription "
                                + status.name()));
        return new ProjectionStatus.Rebuild(
                row.number(), row.state(), status.position(), head, eventsPerSecond, timeLeft, error);
    }

    private double speed(Position position) {
        lock.lock();
        try {
            speed.at(System.nanoTime(), position);
            return speed.eventsPerSecond();
        } finally {
            lock.unlock();
        }
    }
}
