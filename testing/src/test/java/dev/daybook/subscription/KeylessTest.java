package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static dev.daybook.subscription.Workplace.ANN;
import static dev.daybook.subscription.Workplace.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several events of one stream whose handler cannot tell their keys. */
@Timeout(60)
final class KeylessTest {

    private static final String NAME = "all";

    private final Workplace place = Workplace.open();
    private final NotingHandler handler = place.handler();
    private final EventHandler keyless = new EventHandler() {
        @Override
        public String keyOf(StoredEvent event) {
            String stream = event.stream().toString();
            if (stream.equals("a-1")) {
                throw new IllegalStateException("no key here");
            }
            return stream;
        }

        @Override
        public boolean handle(Progress progress, List<StoredEvent> events) {
            return handler.handle(progress, events);
        }
    };

    @AfterEach
    void close() {
        place.close();
    }

    private void runUpTo(long position, FailurePolicy policy) throws Exception {
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named(NAME).onFailure(policy.backoff(SHORT)), keyless);
        assertThat(subscription.awaitPosition(Position.of(position), PLENTY)).isTrue();
    }

    private SubscriptionStore stored() {
        return place.store().subscriptions();
    }

    private List<ParkedEvent> parked() {
        return stored().parked(NAME, Optional.empty(), 100);
    }

    @Test
    void a_second_event_without_a_key_waits_for_the_first_and_keeps_no_other_from_being_retried() throws Exception {
        handler.failAt(1);
        handler.failAt(3);
        place.append("a-1", "a-1", "b-1");
        runUpTo(3, FailurePolicy.park(1_000_000));
        assertThat(parked())
                .extracting(ParkedEvent::state)
                .containsExactly(State.RETRYING, State.WAITING, State.RETRYING);
        int before = handler.failuresAt(3);
        until("the other one is tried often", () -> handler.failuresAt(3) > before + 10);
        handler.mend();
        until("nothing is kept aside", () -> parked().isEmpty());
        assertThat(handler.positionsOf("a-1")).containsExactly(1L, 2L);
        assertThat(handler.positionsOf("b-1")).containsExactly(3L);
    }

    @Test
    void a_second_event_without_a_key_is_tried_when_the_first_is_discarded() throws Exception {
        handler.failAt(1);
        place.append("a-1", "a-1");
        runUpTo(2, FailurePolicy.park(1));
        assertThat(parked()).extracting(ParkedEvent::state).containsExactly(State.PARKED, State.WAITING);
        assertThat(stored().discard(NAME, "a-1", Position.of(1), ANN)).isTrue();
        until("nothing is kept aside", () -> parked().isEmpty());
        assertThat(handler.positions()).containsExactly(2L);
    }
}
