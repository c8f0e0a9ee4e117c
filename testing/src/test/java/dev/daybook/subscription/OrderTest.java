package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static dev.daybook.subscription.Conditions.untilReached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.context.ForwardingStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OrderTest {

    private Workplace place = Workplace.open();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void every_event_is_dealt_with_once_and_in_order_before_and_after_the_start() throws Exception {
        place.append("a-1", "b-1", "a-1");
        NotingHandler handler = place.handler();
        RunningSubscription subscription = place.run(SubscriptionSetup.named("all"), handler);
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        place.append("a-1", "c-1");
        assertThat(subscription.awaitPosition(Position.of(5), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(place.store().subscriptions().find("all").orElseThrow().position())
                .isEqualTo(Position.of(5));
    }

    @Test
    void each_stream_stays_in_order_over_many_partitions_and_pages() throws Exception {
        for (int stream = 0; stream < 40; stream++) {
            place.appendMany("s-" + stream, 100);
        }
        NotingHandler handler = place.handler();
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("all").partitions(8).batch(70), handler);
        for (int stream = 0; stream < 40; stream++) {
            place.appendMany("s-" + stream, 10);
        }
        assertThat(subscription.awaitPosition(Position.of(4_400), PLENTY)).isTrue();
        List<StoredEvent> noted = handler.noted();
        assertThat(noted).hasSize(4_400);
        for (int stream = 0; stream < 40; stream++) {
            assertThat(handler.positionsOf("s-" + stream)).hasSize(110).isSorted();
        }
    }

    @Test
    void it_goes_on_after_its_checkpoint_when_it_is_started_again() throws Exception {
        place.append("a-1", "a-1");
        NotingHandler first = place.handler();
        RunningSubscription subscription = place.run(SubscriptionSetup.named("all"), first);
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        subscription.close();
        place.append("a-1");
        NotingHandler second = place.handler();
        assertThat(place.run(SubscriptionSetup.named("all"), second).awaitPosition(Position.of(3), PLENTY))
                .isTrue();
        assertThat(first.positions()).containsExactly(1L, 2L);
        assertThat(second.positions()).containsExactly(3L);
    }

    @Test
    void one_that_starts_now_sees_only_what_comes_later() throws Exception {
        place.append("a-1", "a-1");
        NotingHandler handler = place.handler();
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("all").startAt(Start.now()), handler);
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(3L);
    }

    @Test
    void another_number_of_partitions_than_is_stored_is_refused() {
        place.run(SubscriptionSetup.named("all").partitions(4), place.handler()).close();
        assertThatThrownBy(() -> place.run(SubscriptionSetup.named("all").partitions(2), place.handler()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("stored with 4")
                .hasMessageContaining("set up with 2");
    }

    @Test
    void two_of_one_name_are_refused() {
        place.run(SubscriptionSetup.named("all"), place.handler());
        assertThatThrownBy(() -> place.run(SubscriptionSetup.named("all"), place.handler()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Two subscriptions are named all");
    }

    @Test
    void one_that_stands_after_the_end_of_the_log_is_refused() {
        place.append("a-1");
        assertThatThrownBy(() ->
                        place.run(SubscriptionSetup.named("all").startAt(Start.after(Position.of(7))), place.handler()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("position 7")
                .hasMessageContaining("position 1");
    }

    @Test
    void nothing_is_lost_when_nobody_wakes_those_who_wait() throws Exception {
        place.close();
        place = Workplace.open(DeafStore::new);
        NotingHandler handler = place.handler();
        RunningSubscription subscription = place.run(SubscriptionSetup.named("all"), handler);
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(1), PLENTY)).isTrue();
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(1L, 2L);
    }

    /** Never hears of an event. */
    private static final class DeafStore extends ForwardingStore {

        DeafStore(EventStore store) {
            super(store);
        }

        @Override
        public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
            boolean unused = super.awaitBeyond(Position.of(Long.MAX_VALUE), Duration.ofMillis(20));
            return false;
        }
    }

    @Test
    void a_throttle_holds_it_back_until_it_is_lifted() throws Exception {
        int events = 10_000; // at 100 a second they take longer than anybody waits here
        place.appendMany("a-1", events);
        NotingHandler handler = place.handler();
        long began = System.nanoTime();
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("all").throttle(OptionalInt.of(100)), handler);
        until("some are dealt with", () -> handler.count() >= 30);
        int dealtWith = handler.count();
        Duration taken = Duration.ofNanos(System.nanoTime() - began);
        assertThat(dealtWith).isLessThanOrEqualTo(10 + (int) (taken.toMillis() / 10)); // ten at a time
        subscription.throttle(OptionalInt.empty());
        assertThat(subscription.awaitPosition(Position.of(events), PLENTY)).isTrue();
        assertThat(handler.positions())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events).boxed().toList());
    }

    @Test
    void closing_under_load_loses_and_repeats_nothing() throws Exception {
        NotingHandler handler = place.handler();
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; !enough.get(); i++) {
                int written = i;
                until("they keep up", () -> enough.get() || written - handler.count() < 1_000);
                place.append("s-" + i % 20);
            }
        });
        for (int round = 0; round < 20; round++) {
            int before = handler.count();
            RunningSubscription subscription =
                    place.run(SubscriptionSetup.named("all").partitions(4), handler);
            until("something more is dealt with", () -> handler.count() > before + 10);
            subscription.close();
            int after = handler.count();
            assertThat(subscription.status().state()).isEqualTo(SubscriptionStatus.State.STOPPED);
            assertThat(handler.count()).isEqualTo(after);
        }
        enough.set(true);
        writer.join();
        RunningSubscription last = place.run(SubscriptionSetup.named("all").partitions(4), handler);
        untilReached(last, place.store().head().value());
        assertThat(handler.positions())
                .hasSize((int) place.store().head().value())
                .doesNotHaveDuplicates();
        for (int stream = 0; stream < 20; stream++) {
            assertThat(handler.positionsOf("s-" + stream)).isSorted();
        }
    }
}
