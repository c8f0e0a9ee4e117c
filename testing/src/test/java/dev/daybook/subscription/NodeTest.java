package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class NodeTest {

    private static final Duration LEASE = Duration.ofMillis(300);

    private final Workplace place = Workplace.open();
    private final FailingLeases leases = new FailingLeases(place.store().leases());
    private final Node node = Node.join("orders", leases, LEASE);

    @AfterEach
    void close() {
        leases.mend();
        node.close();
        place.close();
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
        Share share = node.share("work", 1, () -> {});
        until("it goes on", () -> rounds.get() > 3);
        assertThat(share.held()).hasSize(1);
    }
}
