package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the tests of subscriptions have in common: one of two partitions, and short words for its steps. */
abstract class SubscriptionFixture extends StoreFixture {

    static final String NAME = "order-list@2";
    static final Intervention ANN = new Intervention("ann", "the handler was mended");
    static final Instant PARKED_AT = Instant.parse("2026-03-01T10:00:00.000001Z");

    SubscriptionFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    final SubscriptionStore subscriptions() {
        return store().subscriptions();
    }

    /** Begins the subscription with two partitions and claims the first of them. */
    final Claim claimed() {
        subscriptions().begin(NAME, 2, Position.START);
        Claim claim = new Claim(NAME, 0, 1);
        assertThat(subscriptions().claim(claim)).contains(Position.START);
        return claim;
    }

    final Position checkpoint(int partition) {
        return subscriptions().find(NAME).orElseThrow().checkpoints().get(partition);
    }

    static Progress step(Claim claim, long from, long to) {
        return new Progress(claim, Position.of(from), Position.of(to));
    }

    /** A step at which events are kept aside. */
    static Progress parking(Claim claim, long from, long to, ParkedEvent... events) {
        return new Progress(claim, Position.of(from), Position.of(to), List.of(events), List.of());
    }

    /** A step in place by which events are not kept aside any more. */
    static Progress freeing(Claim claim, long at, ParkedEvent... events) {
        return new Progress(claim, Position.of(at), Position.of(at), List.of(), List.of(events));
    }

    static ParkedEvent retrying(String key, long position, Instant retryAt) {
        return new ParkedEvent(
                NAME, 0, key, Position.of(position), State.RETRYING, 1, "it failed", PARKED_AT, Optional.of(retryAt));
    }

    static ParkedEvent parkedAt(String key, long position) {
        return aside(key, position, State.PARKED, 3);
    }

    static ParkedEvent waiting(String key, long position) {
        return aside(key, position, State.WAITING, 0);
    }

    static ParkedEvent skipped(String key, long position) {
        return aside(key, position, State.SKIPPED, 3);
    }

    private static ParkedEvent aside(String key, long position, State state, int attempts) {
        return new ParkedEvent(
                NAME, 0, key, Position.of(position), state, attempts, "an error 😀 '\"", PARKED_AT, Optional.empty());
    }

    /** A waiting event as it is when it has become the first of its key. */
    static ParkedEvent triedAtOnce(ParkedEvent event) {
        return new ParkedEvent(
                event.subscription(),
                event.partition(),
                event.key(),
                event.position(),
                State.RETRYING,
                event.attempts(),
                event.error(),
                event.parkedAt(),
                Optional.of(event.parkedAt()));
    }

    final List<ParkedEvent> aside() {
        return subscriptions().parked(NAME, Optional.empty(), 1_000);
    }
}
