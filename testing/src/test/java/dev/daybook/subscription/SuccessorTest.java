package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A partition that a node loses, and gets back while its handler is still at work. */
@Timeout(60)
final class SuccessorTest {

    private static final Duration LEASE = Duration.ofMillis(300);

    private final Workplace place = Workplace.open();
    private final NotingHandler noting = place.handler();
    private final FailingLeases leases = new FailingLeases(place.store().leases());
    private final Node node = Node.join("orders", leases, LEASE);
    private final SubscriptionHost host = SubscriptionHost.start(place.store(), node, InstantSource.system());
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch come = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void close() {
        come.countDown();
        host.close();
        node.close();
        place.close();
    }

    private RunningSubscription run() {
        EventHandler slow = (progress, events) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                arrived.countDown();
                assertThat(come.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
                return noting.handle(progress, events);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                inside.decrementAndGet();
            }
        };
        SubscriptionSetup setup = SubscriptionSetup.named("one").stallTime(Duration.ofMillis(50));
        return host.run(setup, slow, place.store().subscriptions());
    }

    private void loseAndGetBack(RunningSubscription subscription) {
        leases.beforeHeartbeat(() -> {
            throw new StoreUnavailableException("away", StoreUnavailableException.Outcome.NOT_STORED);
        });
        untilItSays(subscription, "this node does not work on");
        leases.mend();
        untilItSays(subscription, "handler has been busy");
    }

    private static void untilItSays(RunningSubscription subscription, String words) {
        until(
                "it says that " + words,
                () -> subscription
                        .status()
                        .error()
                        .filter(error -> error.contains(words))
                        .isPresent());
    }

    @Test
    void one_who_gets_a_partition_back_waits_until_the_step_under_way_is_over() throws Exception {
        RunningSubscription subscription = run();
        place.append("a-1");
        assertThat(arrived.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        loseAndGetBack(subscription);
        loseAndGetBack(subscription);
        come.countDown();
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        assertThat(most).hasValue(1);
        assertThat(noting.positions()).containsExactly(1L, 2L);
    }

    @Test
    void closing_waits_for_the_step_under_way_in_a_partition_that_was_lost() throws Exception {
        RunningSubscription subscription = run();
        place.append("a-1");
        assertThat(arrived.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        leases.beforeHeartbeat(() -> {
            throw new StoreUnavailableException("away", StoreUnavailableException.Outcome.NOT_STORED);
        });
        untilItSays(subscription, "this node does not work on");
        Thread closing = Thread.ofPlatform().daemon().start(subscription::close);
        assertThat(closing.join(Duration.ofMillis(300))).isFalse();
        come.countDown();
        closing.join();
        assertThat(inside).hasValue(0);
        assertThat(noting.positions()).containsExactly(1L);
    }
}
