package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Workplace.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.ForwardingStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of how a subscription does. */
@Timeout(60)
final class StatusTest {

    private final AtomicBoolean away = new AtomicBoolean();

    private final class Leaving extends ForwardingStore {

        Leaving(EventStore store) {
            super(store);
        }

        @Override
        public Position head() {
            if (away.get()) {
                throw new StoreUnavailableException("It is away", StoreUnavailableException.Outcome.NOT_STORED);
            }
            return super.head();
        }
    }

    @Test
    void while_the_database_is_away_it_is_as_it_was_last_known() throws Exception {
        try (Workplace place = Workplace.open(Leaving::new)) {
            NotingHandler handler = place.handler();
            handler.failAt(1);
            place.append("a-1", "b-1");
            RunningSubscription subscription =
                    place.run(SubscriptionSetup.named("all").onFailure(FailurePolicy.park(1)), handler);
            assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
            place.host().operations().pause("all", ANN);
            place.append("a-1", "a-1", "a-1");
            assertThat(subscription.status().lag().events()).isEqualTo(3);
            away.set(true);
            SubscriptionStatus status = subscription.status();
            assertThat(status.state()).isEqualTo(State.RETRYING);
            assertThat(status.error().orElseThrow()).contains("It is away");
            assertThat(status.lag().events()).isEqualTo(3);
            assertThat(status.parked()).isEqualTo(1);
            assertThat(status.position()).isEqualTo(Position.of(2));
            away.set(false);
            assertThat(subscription.status().state()).isEqualTo(State.PAUSED);
        }
    }
}
