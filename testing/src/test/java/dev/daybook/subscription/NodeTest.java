package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Lease;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeTest {

    private static final int SHARES = 40;
    private static final Duration LEASE = Duration.ofMillis(60);

    private final InMemoryEventStore store =
            new InMemoryEventStore(new SettableClock(Instant.EPOCH)); // by it the node is never lost
    private final FailingLeases leases = new FailingLeases(store.leases());
    private final Node node = Node.join("orders", leases, LEASE);

    @AfterEach
    void close() {
        leases.mend();
        node.close();
        store.close();
    }

    @Test
    void what_could_not_be_handed_back_is_so_later_although_the_node_lives_on() {
        Share kept = node.share("kept", 2, () -> {});
        Share left = node.share("left", 2, () -> {});
        until("it holds all", () -> kept.held().size() + left.held().size() == 4);
        leases.beforeRelease(() -> {
            throw new StoreUnavailableException("away", StoreUnavailableException.Outcome.NOT_STORED);
        });
        node.leave(left);
        assertThat(leases.held()).hasSize(4);
        leases.mend();
        until("others may have it", () -> leases.held().size() == 2);
        assertThat(leases.held()).containsExactlyInAnyOrder("kept/0", "kept/1");
        assertThat(kept.held()).hasSize(2);
    }

    @Test
    void an_error_in_a_sign_of_life_does_not_end_the_node() {
        AtomicInteger failures = new AtomicInteger();
        leases.beforeHeartbeat(() -> {
            failures.incrementAndGet();
            throw new StackOverflowError("in a sign of life");
        });
        until("it has failed twice", () -> failures.get() >= 2);
        leases.mend();
        Share share = node.share("work", 1, () -> {});
        until("it works again", () -> share.held().size() == 1);
    }

    @Test
    void an_error_in_what_is_done_each_round_or_on_a_change_does_not_end_the_node() {
        AtomicInteger rounds = new AtomicInteger();
        node.eachRound(() -> {
            rounds.incrementAndGet();
            throw new StackOverflowError("in a round");
        });
        until("it has failed some times", () -> rounds.get() > 3);
        AtomicBoolean changed = new AtomicBoolean();
        Share share = node.share("work", 1, () -> {
            if (!changed.getAndSet(true)) {
                throw new StackOverflowError("on a change");
            }
        });
        until("it holds it", () -> share.held().size() == 1);
        int before = rounds.get();
        until("it goes on", () -> rounds.get() > before + 3);
        assertThat(changed).isTrue();
        assertThat(share.held()).hasSize(1);
    }

    @Test
    void many_shares_of_one_part_are_shared_among_nodes_though_one_of_them_came_first() {
        List<Share> mine = shareOnePartEach(node);
        until("the first has them all", () -> countHeld(mine) == SHARES);
        try (Node second = Node.join("orders", store.leases(), LEASE)) {
            List<Share> others = shareOnePartEach(second);
            until(
                    "all have found their place",
                    () -> mine.stream()
                            .allMatch(share -> (share.held().size() == 1) == belongsTo(node, second, share)));
            until("none is left", () -> countHeld(others) == SHARES - countHeld(mine));
            assertThat(countHeld(mine)).isBetween(1L, SHARES - 1L);
        }
        until("it takes over", () -> countHeld(mine) == SHARES);
    }

    @Test
    void what_is_a_nodes_own_stays_with_it() {
        List<Share> own = IntStream.range(0, SHARES)
                .mapToObj(i -> node.share("own-" + i, 1, () -> {}))
                .toList();
        List<Share> mine = shareOnePartEach(node);
        until("the first has all", () -> countHeld(own) + countHeld(mine) == 2 * SHARES);
        try (Node second = Node.join("orders", store.leases(), LEASE)) {
            List<Share> others = shareOnePartEach(second);
            until("much is handed over", () -> countHeld(others) > 0 && countHeld(mine) + countHeld(others) == SHARES);
            assertThat(countHeld(own)).isEqualTo(SHARES);
        }
    }

    @Test
    void what_another_node_does_not_want_is_taken_back() {
        List<Share> mine = shareOnePartEach(node);
        until("it has them all", () -> countHeld(mine) == SHARES);
        try (Node second = Node.join("orders", store.leases(), LEASE)) {
            until("it has handed some over", () -> countHeld(mine) < SHARES);
            until("it has them again", () -> countHeld(mine) == SHARES);
            assertThat(second.alive()).hasSize(2);
        }
    }

    private static List<Share> shareOnePartEach(Node node) {
        return IntStream.range(0, SHARES)
                .mapToObj(i -> node.shareEvenly("work-" + i, 1, () -> {}))
                .toList();
    }

    private static long countHeld(List<Share> shares) {
        return shares.stream().mapToLong(share -> share.held().size()).sum();
    }

    private static boolean belongsTo(Node node, Node other, Share share) {
        String name = "orders~" + node.id();
        return new Round(name, Set.of(name, "orders~" + other.id())).partOf(share.what(), 1) == 1;
    }

    @Test
    void parts_that_are_left_over_are_handed_over_a_few_at_a_time() {
        Set<String> nodes = Set.of("ann", "ben");
        Round round = new Round("ann", nodes);
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            kept += round.giveAway(List.of(new Lease("work-" + i + "/0", 1)), 0, 1);
        }
        assertThat(kept).isEqualTo(1_000 - Round.HANDED_OVER);
        assertThat(round.given()).hasSize(Round.HANDED_OVER);
    }

    @Test
    void each_part_falls_to_one_node_and_each_node_has_about_equally_many() {
        Set<String> nodes = Set.of("ann", "ben", "cyd");
        Map<String, Integer> all = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            int sum = 0;
            for (String name : nodes) {
                int parts = new Round(name, nodes).partOf("work-" + i, 4);
                assertThat(parts).isBetween(1, 2);
                all.merge(name, parts, Integer::sum);
                sum += parts;
            }
            assertThat(sum).isEqualTo(4);
        }
        assertThat(all.values()).allSatisfy(parts -> assertThat(parts).isBetween(360, 440));
    }
}
