package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.event.JsonCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.process.Policy;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tests a {@link Policy} without a store: when this event happens, then it has had this effect, once, however often the event is
 * delivered. The effects go to whatever the policy was made with, best something that remembers them.
 *
 * <pre>{@code
 * PolicyScenario.of(ShippingNotice.policy(mails))
 *     .when(StreamId.of("order", "42"), new OrderShipped("42"))
 *     .then(key -> assertThat(mails.sent()).containsExactly(new Mail(key, "Order 42 is on its way")))
 *     .whenRedelivered()
 *     .then(key -> assertThat(mails.sent()).hasSize(1));
 * }</pre>
 *
 * <p>For one thread. What does not hold is thrown as an {@link AssertionError} that tells the story so far.
 */
public final class PolicyScenario {

    private final Policy policy;
    private final GivenEvents events = new GivenEvents(JsonCodec.standard());
    private @Nullable Delivery last;

    /** One event, how often it was delivered, and how that ended the last time. */
    private record Delivery(
            RecordedEvent<?> recorded,
            int attempts,
            boolean reacted,
            @Nullable Exception failure) {}

    private PolicyScenario(Policy policy) {
        this.policy = policy;
    }

    /** Begins with nothing given. */
    public static PolicyScenario of(Policy policy) {
        return new PolicyScenario(policy);
    }

    /** Events from here on are recorded at this time; before, at noon on 2026-01-01 UTC. */
    public PolicyScenario at(Instant recordedAt) {
        events.at(recordedAt);
        return this;
    }

    /** Events from here on carry this metadata; before, none. */
    public PolicyScenario with(Metadata ofEvents) {
        events.with(ofEvents);
        return this;
    }

    /** These events happened before the policy was started: it does not react to them. */
    public PolicyScenario given(StreamId stream, Object... before) {
        for (Object event : before) {
            events.record(stream, event);
        }
        return this;
    }

    /** This event happens, and is delivered to the policy for the first time. */
    public PolicyScenario when(StreamId stream, Object event) {
        return deliver(events.record(stream, event), 1);
    }

    /** The last event is delivered once more, as after a failure or a crash. */
    public PolicyScenario whenRedelivered() {
        Delivery delivery = last();
        return deliver(delivery.recorded(), delivery.attempts() + 1);
    }

    private PolicyScenario deliver(RecordedEvent<?> recorded, int attempt) {
        boolean reacted = true;
        Exception failure = null;
        try {
            reacted = policy.react(recorded, attempt);
        } catch (Exception e) {
            failure = e;
        }
        last = new Delivery(recorded, attempt, reacted, failure);
        return this;
    }

    /** The policy has reacted without an error, and this holds, given the idempotency key of the event. */
    public PolicyScenario then(Consumer<UUID> check) {
        Delivery delivery = last();
        assertThat(delivery.failure())
                .as("%s: the reaction, attempt %s, fails", events, delivery.attempts())
                .isNull();
        assertThat(delivery.reacted()).as("%s: the policy reacts", events).isTrue();
        check.accept(policy.idempotencyKey(delivery.recorded().stored()));
        return this;
    }

    /** The policy does not react to events of this type. */
    public PolicyScenario thenNothing() {
        assertThat(last().reacted()).as("%s: the policy reacts", events).isFalse();
        return this;
    }

    /** The reaction has thrown an exception of this type, so that the event will be delivered again. */
    public PolicyScenario thenFailed(Class<? extends Exception> type) {
        assertThat(last().failure())
                .as("%s: the failure of the reaction", events)
                .isInstanceOf(type);
        return this;
    }

    private Delivery last() {
        if (last == null) {
            throw new IllegalStateException("Nothing has happened yet: call when(…) first");
        }
        return last;
    }
}
