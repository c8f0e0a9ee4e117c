package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.store.Lease;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lease is held by one node at a time. */
abstract class LeaseContract extends LeaseFixture {

    private static final List<String> NAMES = List.of("orders/2", "orders/0", "orders/1");

    LeaseContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void free_leases_are_taken_in_the_given_order_up_to_the_limit() {
        live(ANN);
        live(BEN);
        assertThat(leases().acquire(ANN, NAMES, 2)).containsExactly(new Lease("orders/2", 1), new Lease("orders/0", 1));
        assertThat(leases().acquire(BEN, NAMES, 2)).containsExactly(new Lease("orders/1", 1));
        assertThat(leases().acquire(BEN, NAMES, 2)).isEmpty();
    }

    @Test
    void what_living_nodes_hold_is_known_to_all() {
        live(ANN);
        Lease lease = acquired(ANN, "orders/0");
        live(BEN);
        acquired(BEN, "orders/1");
        assertThat(openAnother(clock).leases().held()).containsExactlyInAnyOrder("orders/0", "orders/1");
        leases().release(ANN, List.of(lease));
        assertThat(leases().held()).containsExactly("orders/1");
        clock.advance(TTL);
        assertThat(leases().held()).isEmpty();
    }

    @Test
    void a_name_given_twice_is_taken_once() {
        live(ANN);
        assertThat(leases().acquire(ANN, List.of("orders/0", "orders/0"), 5)).containsExactly(new Lease("orders/0", 1));
        assertThat(leases().acquire(ANN, List.of("orders/0"), 5)).isEmpty();
    }

    @Test
    void only_a_living_node_takes_leases() {
        assertThat(leases().acquire(ANN, NAMES, 3)).isEmpty();
        live(ANN);
        clock.advance(TTL);
        assertThat(leases().acquire(ANN, NAMES, 3)).isEmpty();
        live(ANN);
        assertThat(leases().acquire(ANN, NAMES, 3)).hasSize(3);
    }

    @Test
    void what_a_living_node_holds_is_not_taken() {
        live(ANN);
        acquired(ANN, "orders/0");
        clock.advance(TTL.minus(MICROSECOND));
        live(BEN);
        assertThat(leases().acquire(BEN, NAMES, 3)).extracting(Lease::name).containsExactly("orders/2", "orders/1");
    }

    @Test
    void what_a_dead_node_holds_is_taken_with_a_new_epoch() {
        live(ANN);
        Lease old = acquired(ANN, "orders/0");
        clock.advance(TTL);
        live(BEN);
        assertThat(acquired(BEN, "orders/0")).isEqualTo(new Lease("orders/0", old.epoch() + 1));
        assertThat(live(ANN).leases()).isEmpty();
    }

    @Test
    void what_was_handed_back_is_taken_with_a_new_epoch() {
        live(ANN);
        live(BEN);
        Lease first = acquired(ANN, "orders/0");
        leases().release(ANN, List.of(first));
        Lease second = acquired(BEN, "orders/0");
        leases().leave(BEN);
        Lease third = acquired(ANN, "orders/0");
        leases().release(ANN, List.of(third));
        Lease fourth = acquired(ANN, "orders/0");
        assertThat(List.of(first, second, third, fourth))
                .extracting(Lease::epoch)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void only_its_holder_hands_a_lease_back_and_only_under_its_epoch() {
        live(ANN);
        live(BEN);
        Lease lease = acquired(ANN, "orders/0");
        leases().release(BEN, List.of(lease));
        leases().release(ANN, List.of(new Lease("orders/0", lease.epoch() + 1), new Lease("orders/0", 0)));
        leases().release(ANN, List.of(new Lease("never-held", 1)));
        assertThat(leases().acquire(BEN, List.of("orders/0"), 1)).isEmpty();
        assertThat(live(ANN).leases()).containsExactly(lease);
    }

    @Test
    void a_late_release_does_not_take_the_lease_from_its_new_holder() {
        live(ANN);
        Lease old = acquired(ANN, "orders/0");
        clock.advance(TTL);
        live(BEN);
        Lease taken = acquired(BEN, "orders/0");
        leases().release(ANN, List.of(old));
        leases().leave(ANN);
        assertThat(live(BEN).leases()).containsExactly(taken);
    }

    @Test
    void a_lease_that_many_nodes_want_goes_to_one() throws Exception {
        int nodes = 8;
        EventStore second = openAnother(clock);
        IntStream.range(0, nodes).forEach(i -> live("node-" + i));
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "orders/" + i).toList();
        for (long epoch = 1; epoch <= 10; epoch++) {
            List<List<Lease>> taken = Together.run(
                    nodes, i -> () -> (i % 2 == 0 ? timed() : second).leases().acquire("node-" + i, names, 5));
            List<Lease> all = taken.stream().flatMap(List::stream).toList();
            assertThat(all).extracting(Lease::name).containsExactlyInAnyOrderElementsOf(names);
            assertThat(all).extracting(Lease::epoch).containsOnly(epoch);
            IntStream.range(0, nodes).forEach(i -> leases().release("node-" + i, taken.get(i)));
        }
    }
}
