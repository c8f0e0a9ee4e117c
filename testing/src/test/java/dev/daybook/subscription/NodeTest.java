package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.StoreUnavailableException;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeTest {

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
}
