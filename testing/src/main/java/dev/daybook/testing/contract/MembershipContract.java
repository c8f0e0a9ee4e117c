package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.LeaseStore.Membership;
import dev.daybook.store.StoreUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Nodes live as long as they say so in time. */
abstract class MembershipContract extends LeaseFixture {

    MembershipContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void every_living_node_is_seen_by_all_in_the_order_of_their_names() {
        assertThat(live(BEN)).isEqualTo(new Membership(List.of(BEN), Set.of()));
        assertThat(live(ANN)).isEqualTo(new Membership(List.of(ANN, BEN), Set.of()));
        assertThat(openAnother(clock).leases().heartbeat("cem-1", TTL).nodes()).containsExactly(ANN, BEN, "cem-1");
        assertThat(live(BEN).nodes()).containsExactly(ANN, BEN, "cem-1");
    }

    @Test
    void a_node_that_is_silent_for_too_long_is_dead() {
        live(ANN);
        clock.advance(TTL.minus(MICROSECOND));
        assertThat(live(BEN).nodes()).containsExactly(ANN, BEN);
        clock.advance(MICROSECOND);
        assertThat(live(BEN).nodes()).containsExactly(BEN);
    }

    @Test
    void each_sign_of_life_counts_from_its_own_time() {
        live(ANN);
        clock.advance(TTL.dividedBy(2));
        live(ANN);
        clock.advance(TTL.minus(MICROSECOND));
        assertThat(live(BEN).nodes()).containsExactly(ANN, BEN);
        leases().heartbeat(ANN, TTL.multipliedBy(3));
        clock.advance(TTL.multipliedBy(2));
        assertThat(live(BEN).nodes()).containsExactly(ANN, BEN);
    }

    @Test
    void a_node_that_left_is_forgotten() {
        live(ANN);
        live(BEN);
        leases().leave(ANN);
        assertThat(live(BEN).nodes()).containsExactly(BEN);
        leases().leave("never-seen");
        assertThat(live(ANN).nodes()).containsExactly(ANN, BEN);
    }

    @Test
    void a_node_is_told_what_it_holds() {
        live(ANN);
        live(BEN);
        Lease first = acquired(ANN, "orders/0");
        Lease second = acquired(BEN, "orders/1");
        Lease third = acquired(ANN, "orders/2");
        assertThat(live(ANN).leases()).containsExactlyInAnyOrder(first, third);
        assertThat(live(BEN).leases()).containsExactly(second);
        leases().release(ANN, List.of(first));
        assertThat(live(ANN).leases()).containsExactly(third);
        leases().leave(ANN);
        assertThat(live(ANN).leases()).isEmpty();
    }

    @Test
    void a_node_that_comes_back_to_life_holds_what_nobody_has_taken() {
        live(ANN);
        Lease taken = acquired(ANN, "orders/0");
        Lease kept = acquired(ANN, "orders/1");
        clock.advance(TTL);
        live(BEN);
        assertThat(acquired(BEN, "orders/0").epoch()).isGreaterThan(taken.epoch());
        assertThat(live(ANN).leases()).containsExactly(kept);
        assertThat(leases().acquire(BEN, List.of("orders/1"), 1)).isEmpty();
    }

    @Test
    void nodes_may_have_names_in_any_script() {
        String node = SampleEvents.ANY_SCRIPT;
        live(node);
        Lease lease = acquired(node, "lease " + SampleEvents.ANY_SCRIPT);
        assertThat(live(node)).isEqualTo(new Membership(List.of(node), Set.of(lease)));
    }

    @Test
    void members_and_leases_are_found_after_opening_again() {
        live(ANN);
        Lease lease = acquired(ANN, "orders/0");
        timed().close();
        LeaseStore again = openAnother(clock).leases();
        assertThat(again.heartbeat(BEN, TTL)).isEqualTo(new Membership(List.of(ANN, BEN), Set.of()));
        assertThat(again.heartbeat(ANN, TTL).leases()).containsExactly(lease);
    }

    @Test
    void a_closed_store_says_so_to_all_who_ask_for_leases() {
        live(ANN);
        LeaseStore leases = leases();
        timed().close();
        List<ThrowingCallable> calls = List.of(
                () -> leases.heartbeat(ANN, TTL),
                () -> leases.acquire(ANN, List.of("orders/0"), 1),
                () -> leases.release(ANN, List.of(new Lease("orders/0", 1))),
                () -> leases.leave(ANN));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class));
    }
}
