package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.ForwardingStore;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharingTest {

    private final Workplace outside = Workplace.open(new SettableClock(Instant.EPOCH)); // by it nobody is ever lost
    private final List<Workplace> nodes = new ArrayList<>();
    private final NotingHandler anns = outside.handler();
    private final NotingHandler bens = outside.handler();
    private long appended;

    @AfterEach
    void close() {
        nodes.forEach(Workplace::close);
        outside.close();
    }

    private Workplace node(Duration leaseTime, UnaryOperator<EventStore> change) {
        Workplace node = outside.another(leaseTime, change);
        nodes.add(node);
        return node;
    }

    private Workplace node() {
        return node(Workplace.LEASE, UnaryOperator.identity());
    }

    /** Parts change hands after many signs of life, of which there are three in a lease time. */
    private Workplace livelyNode() {
        return node(Duration.ofMillis(60), UnaryOperator.identity());
    }

    private static SubscriptionSetup setup() {
        return SubscriptionSetup.named("all").partitions(4);
    }

    private void append(int events) {
        for (int i = 0; i < events; i++) {
            outside.append("s-" + appended % 40);
            appended++;
        }
    }

    private void requireAllOnceAndInOrder() {
        List<Long> both = new ArrayList<>(anns.positions());
        both.addAll(bens.positions());
        assertThat(both).hasSize((int) appended).doesNotHaveDuplicates();
        for (int stream = 0; stream < 40; stream++) {
            assertThat(anns.positionsOf("s-" + stream)).isSorted();
            assertThat(bens.positionsOf("s-" + stream)).isSorted();
        }
    }

    private void untilBothWork(RunningSubscription anns, RunningSubscription bens) {
        until("both have something to do", () -> {
            int before = this.anns.positions().size();
            int beforeBen = this.bens.positions().size();
            append(40);
            try {
                assertThat(anns.awaitPosition(Position.of(appended), PLENTY)).isTrue();
                assertThat(bens.awaitPosition(Position.of(appended), PLENTY)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return this.anns.positions().size() > before
                    && this.bens.positions().size() > beforeBen;
        });
    }

    @Test
    void two_nodes_share_the_partitions_and_one_takes_over_when_the_other_leaves() throws Exception {
        RunningSubscription first = livelyNode().run(setup(), anns);
        append(100);
        assertThat(first.awaitPosition(Position.of(100), PLENTY)).isTrue();
        assertThat(anns.positions()).hasSize(100);
        RunningSubscription second = livelyNode().run(setup(), bens);
        untilBothWork(first, second);
        requireAllOnceAndInOrder();
        first.close();
        append(100);
        assertThat(second.awaitPosition(Position.of(appended), PLENTY)).isTrue();
        requireAllOnceAndInOrder();
    }

    /** Stores no checkpoint that was only passed on, as it does late where there was nothing to do. */
    private static final class PassingNothing extends ForwardingStore {

        private final SubscriptionStore subscriptions;

        PassingNothing(EventStore store) {
            super(store);
            SubscriptionStore stored = store.subscriptions();
            subscriptions = (SubscriptionStore) Proxy.newProxyInstance(
                    SubscriptionStore.class.getClassLoader(),
                    new Class<?>[] {SubscriptionStore.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("pass")) {
                            throw new StoreUnavailableException("later", StoreUnavailableException.Outcome.NOT_STORED);
                        }
                        return method.invoke(stored, arguments);
                    });
        }

        @Override
        public SubscriptionStore subscriptions() {
            return subscriptions;
        }
    }

    private List<Position> checkpoints() {
        return outside.store().subscriptions().find("one").orElseThrow().checkpoints();
    }

    @Test
    void the_one_who_works_on_nothing_sees_how_far_the_other_is_though_that_is_not_stored() throws Exception {
        SubscriptionSetup one = SubscriptionSetup.named("one").filter(EventFilter.types(Set.of("rare")));
        RunningSubscription works =
                node(Duration.ofHours(1), PassingNothing::new).run(one, anns);
        outside.appendOfType("rare", "a-1");
        assertThat(works.awaitPosition(Position.of(1), PLENTY)).isTrue();
        until("it works on it itself", () -> anns.positions().equals(List.of(1L)));
        RunningSubscription watches =
                node().run(SubscriptionSetup.named("one").filter(EventFilter.types(Set.of("rare"))), bens);
        outside.appendMany("a-1", 30);
        outside.appendOfType("rare", "a-1");
        until("that is dealt with", () -> anns.positions().equals(List.of(1L, 32L)));
        outside.appendMany("a-1", 30);
        assertThat(watches.awaitPosition(Position.of(62), PLENTY)).isTrue();
        assertThat(checkpoints()).containsExactly(Position.of(32));
        assertThat(anns.positions()).containsExactly(1L, 32L);
        assertThat(bens.positions()).isEmpty();
        assertThat(watches.status().healthy()).isTrue();
    }

    @Test
    void the_one_who_works_on_nothing_waits_for_what_the_other_tries_again() throws Exception {
        CountDownLatch mended = new CountDownLatch(1);
        EventHandler failing = (progress, events) -> {
            if (!progress.freed().isEmpty()) {
                awaitUninterrupted(mended);
                anns.mend();
            }
            return anns.handle(progress, events);
        };
        anns.failAt(1);
        append(2);
        RunningSubscription works = node().run(SubscriptionSetup.named("one"), failing);
        until(
                "one is kept aside",
                () -> works.status().parked() > 0 && anns.positions().equals(List.of(2L)));
        RunningSubscription watches = node().run(SubscriptionSetup.named("one"), bens);
        assertThat(watches.position()).isEqualTo(Position.START);
        assertThat(watches.awaitPosition(Position.of(2), Duration.ofMillis(50))).isFalse();
        mended.countDown();
        assertThat(watches.awaitPosition(Position.of(2), PLENTY)).isTrue();
        assertThat(anns.positions()).containsExactly(2L, 1L);
    }

    @Test
    void partitions_that_stand_still_on_another_node_are_not_hidden_by_those_that_move_here() {
        CountDownLatch mended = new CountDownLatch(1);
        AtomicBoolean broken = new AtomicBoolean();
        EventHandler breaking = (progress, events) -> {
            if (broken.get()) {
                awaitUninterrupted(mended);
            }
            return anns.handle(progress, events);
        };
        RunningSubscription first = livelyNode().run(setup(), breaking);
        RunningSubscription second = livelyNode().run(setup().stallTime(Duration.ofMillis(200)), bens);
        untilBothWork(first, second);
        broken.set(true);
        until("it is told", () -> {
            append(40);
            return second.status().error().orElse("").contains("Partitions that this node does not work on");
        });
        assertThat(second.status().healthy()).isFalse();
        mended.countDown();
    }

    @Test
    void a_step_that_comes_late_from_one_who_lost_the_partition_changes_nothing() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch thawed = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        EventHandler frozen = (progress, events) -> {
            arrived.countDown();
            awaitUninterrupted(thawed);
            boolean isStored = anns.handle(progress, events);
            late.countDown();
            return isStored;
        };
        Workplace ann = node();
        ann.run(SubscriptionSetup.named("one"), frozen);
        append(10);
        awaitUninterrupted(arrived);
        ann.leave();
        RunningSubscription second = node().run(SubscriptionSetup.named("one"), bens);
        assertThat(second.awaitPosition(Position.of(10), PLENTY)).isTrue();
        thawed.countDown();
        awaitUninterrupted(late);
        assertThat(anns.positions()).isEmpty();
        assertThat(bens.positions()).hasSize(10);
        append(5);
        assertThat(second.awaitPosition(Position.of(15), PLENTY)).isTrue();
        requireAllOnceAndInOrder();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
