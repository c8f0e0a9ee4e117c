package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.context.ForwardingStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people ask for, and what others begin, while a subscription is about to start. */
@Timeout(60)
final class NewsTest {

    private static final String NAME = "all";

    private final Set<Thread> feedsOfOthers = feeds();
    private final AtomicReference<Runnable> onHead = new AtomicReference<>(() -> {});
    private final Workplace place = Workplace.open(store -> new WatchedStore(store, onHead));
    private final NotingHandler handler = place.handler();

    @AfterEach
    void close() {
        place.close();
    }

    /** Has something done once when somebody asks where the log ends. */
    private static final class WatchedStore extends ForwardingStore {

        private final AtomicReference<Runnable> onHead;

        WatchedStore(EventStore store, AtomicReference<Runnable> onHead) {
            super(store);
            this.onHead = onHead;
        }

        @Override
        public Position head() {
            onHead.getAndSet(() -> {}).run();
            return super.head();
        }
    }

    private void pause(String name) {
        assertThat(place.store().subscriptions().pause(name, true)).isTrue();
        place.host().lookNow();
    }

    @Test
    void a_pause_between_beginning_and_starting_is_not_overlooked() throws Exception {
        RunningSubscription other = place.run(SubscriptionSetup.named("other"), place.handler());
        place.append("a-1");
        assertThat(other.awaitPosition(Position.of(1), PLENTY)).isTrue();
        onHead.set(() -> pause(NAME));
        RunningSubscription subscription = place.run(SubscriptionSetup.named(NAME), handler);
        until("it is paused", () -> subscription.status().state() == State.PAUSED);
    }

    @Test
    void a_pause_while_partitions_are_taken_over_reaches_all_of_them() throws Exception {
        List<RunningSubscription> paused = new ArrayList<>();
        for (int round = 0; round < 20; round++) { // each is paused when its first partition is at work
            CountDownLatch isPaused = new CountDownLatch(1);
            String name = "round-" + round;
            AtomicReference<Runnable> first = new AtomicReference<>(() -> {
                pause(name);
                isPaused.countDown();
            });
            paused.add(place.run(
                    SubscriptionSetup.named(name).partitions(SubscriptionSetup.MOST_PARTITIONS),
                    onceTakenOver(() -> first.getAndSet(() -> {}).run())));
            assertThat(isPaused.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        for (int i = 0; i < 500; i++) {
            place.append("s-" + i);
        }
        assertThat(paused.getLast().awaitPosition(Position.of(500), Duration.ofMillis(300)))
                .isFalse();
        assertThat(handler.positions()).isEmpty();
    }

    private EventHandler onceTakenOver(Runnable action) {
        return new EventHandler() {
            @Override
            public boolean handle(Progress progress, List<StoredEvent> events) {
                return handler.handle(progress, events);
            }

            @Override
            public Optional<Instant> onTime(Progress at) {
                action.run();
                return Optional.empty();
            }
        };
    }

    @Test
    void one_that_is_refused_since_its_name_is_taken_does_not_follow_the_log() throws Exception {
        RunningSubscription subscription = place.run(SubscriptionSetup.named(NAME), handler);
        assertThatThrownBy(() -> place.run(SubscriptionSetup.named(NAME), place.handler()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Two subscriptions are named all");
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(1), PLENTY)).isTrue();
        subscription.close();
        place.append("a-1"); // wakes the feed up, which finds that nobody follows it
        until("the log is not read any more", this::feedWaitsForFollowers);
    }

    /** A feed that somebody follows only waits for a time. */
    private boolean feedWaitsForFollowers() {
        return feeds().stream()
                .filter(thread -> !feedsOfOthers.contains(thread))
                .allMatch(thread -> thread.getState() == Thread.State.WAITING);
    }

    private static Set<Thread> feeds() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("daybook-log-feed"))
                .collect(Collectors.toUnmodifiableSet());
    }
}
