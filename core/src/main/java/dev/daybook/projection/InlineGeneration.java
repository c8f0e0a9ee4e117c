package dev.daybook.projection;

import dev.daybook.store.EventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.subscription.SubscriptionStatus.Lag;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/** A generation that the store keeps up to date with every append; never behind while all processes do so. */
final class InlineGeneration implements RunningSubscription {

    private final String name;
    private final EventStore store;
    private final InlineAttachment attachment;
    private final Instant since;
    private volatile boolean closed;

    private InlineGeneration(String name, EventStore store, InlineAttachment attachment, Instant since) {
        this.name = name;
        this.store = store;
        this.attachment = attachment;
        this.since = since;
    }

    /** Brings it up to date first. */
    static InlineGeneration attach(InlineReadModel model, EventStore store, InstantSource clock) {
        String name = Generation.subscription(model.collection().name(), model.generation());
        InlineAttachment attachment = store.attach(model);
        return new InlineGeneration(name, store, attachment, clock.instant());
    }

    @Override
    public String name() {
        return name;
    }

    /** Whatever is between the position and the head was appended by a process that does not run it. */
    @Override
    public SubscriptionStatus status() {
        Position head = store.head(); // before the position, which would be beyond it otherwise
        Position position = position();
        long behind = Math.max(0, head.value() - position.value());
        Optional<String> error = behind == 0
                ? Optional.empty()
                : Optional.of(
                        "It is " + behind + " events behind, since a process that does not run it has appended: let"
                                + " every process that appends run it, and start this one again");
        State state = closed ? State.STOPPED : behind == 0 ? State.FOLLOWING : State.STALLED;
        return new SubscriptionStatus(name, state, position, since, new Lag(behind, Duration.ZERO), 0, error);
    }

    @Override
    public Position position() {
        return store.subscriptions()
                .find(name)
                .map(SubscriptionStore.Known::position)
                .orElse(Position.START);
    }

    /** Whoever waits, waits for the append; documents are there with it. */
    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        if (position().compareTo(position) >= 0) {
            return true;
        }
        SubscriptionStatus status = status();
        if (!status.healthy()) {
            throw new StoreUnavailableException(
                    "Inline projection " + name + " is at position " + status.position() + ", expected it to get to "
                            + position + ": "
                            + status.error().orElse("it was closed, start it again"),
                    Outcome.NOT_STORED);
        }
        return store.awaitBeyond(Position.of(position.value() - 1), timeout)
                && position().compareTo(position) >= 0;
    }

    /** Appends are not held up for it. */
    @Override
    public void throttle(OptionalInt eventsPerSecond) {}

    @Override
    public void close() {
        closed = true;
        attachment.close();
    }
}
