package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore.Known;
import dev.daybook.subscription.Failures;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.subscription.SubscriptionStatus.Lag;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** How a generation does that another definition made, so that this node does not follow it. Safe for use by many threads. */
final class Unfollowed {

    private final GeneratedReadModel model;
    private final Projections.Setup setup;
    private final Instant since;

    Unfollowed(GeneratedReadModel model, Projections.Setup setup) {
        this.model = model;
        this.setup = setup;
        this.since = setup.clock().instant();
    }

    /**
     * As of a subscription that stands still; it waits for another generation, or for a person if there is an error.
     *
     * @param error why nothing is made that will follow the log, if so
     */
    SubscriptionStatus status(int generation, Supplier<Optional<String>> error) {
        String name = Generation.subscription(model.name(), generation);
        try {
            Position position =
                    model.subscriptions().find(name).map(Known::position).orElse(Position.START);
            Optional<String> found = error.get();
            return new SubscriptionStatus(
                    name,
                    found.isPresent() ? State.STALLED : State.CATCHING_UP,
                    position,
                    since,
                    lag(position),
                    model.subscriptions().parkedCount(name),
                    found);
        } catch (StoreUnavailableException e) {
            return new SubscriptionStatus(
                    name,
                    State.RETRYING,
                    Position.START,
                    since,
                    Lag.NONE,
                    0,
                    Optional.of("Nothing is known of it: " + Failures.describe(e)));
        }
    }

    private Lag lag(Position position) {
        long events = Math.max(0, setup.store().head().value() - position.value());
        Optional<StoredEvent> next = setup.store().readAll(position, 1).stream().findFirst();
        return next.map(event -> new Lag(
                        events,
                        Duration.between(event.recordedAt(), setup.clock().instant())))
                .orElse(Lag.NONE);
    }
}
