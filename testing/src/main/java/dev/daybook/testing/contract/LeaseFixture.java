package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of leases have in common: a store whose time stands still, and nodes that live ten seconds. */
abstract class LeaseFixture extends CommandFixture {

    static final Duration TTL = Duration.ofSeconds(10);
    static final Duration MICROSECOND = Duration.ofNanos(1_000);
    static final String ANN = "ann-1";
    static final String BEN = "ben-1";

    private EventStore timed;

    @SuppressWarnings("NullAway.Init") // by openAStoreWithTheClock, before each test
    LeaseFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    final void openAStoreWithTheClock() {
        timed = openAnother(clock);
    }

    final EventStore timed() {
        return timed;
    }

    final LeaseStore leases() {
        return timed.leases();
    }

    final LeaseStore.Membership live(String node) {
        return leases().heartbeat(node, TTL);
    }

    /** The lease of this name, which the node gets. */
    final Lease acquired(String node, String name) {
        List<Lease> acquired = leases().acquire(node, List.of(name), 1);
        assertThat(acquired).extracting(Lease::name).containsExactly(name);
        return acquired.getFirst();
    }
}
