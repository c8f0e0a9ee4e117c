package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LaneTest {

    private static final Duration PLENTY = Duration.ofMinutes(1);
    private static final Aggregate<Order, ?, Ordered> ORDERS = Aggregate.named("order")
            .commands(Order.class, order -> "1")
            .events(Ordered.class)
            .decider(new Ordering());

    private final Lane lane =
            new Lane(new LaneSetup("default").capacity(200).batch(300).whenFull(WhenFull.await(PLENTY)));

    record Order(int number) {}

    record Ordered() {}

    private static final class Ordering implements Decider<Order, Ordered, Ordered> {
        @Override
        public Ordered initial() {
            return new Ordered();
        }

        @Override
        public Decision<Ordered> decide(Order command, Ordered state) {
            return Decision.nothing();
        }

        @Override
        public Ordered evolve(Ordered state, Ordered event) {
            return event;
        }
    }

    @AfterEach
    void close() {
        lane.close();
    }

    private static Pending order(int number, StreamId stream) {
        CommandHeader header =
                new CommandHeader(new UUID(0, number), PayloadHash.of("order", "{}"), "order", stream, Metadata.none());
        return new Pending(new Pending.Work(header, ORDERS, new Order(number), null, false));
    }

    private static StreamId stream(int number) {
        return StreamId.of("order", "" + number);
    }

    /** Its sender waits for room when this returns. */
    private FutureTask<Boolean> waiting(Pending command) {
        return waiting(command, new Thread[1]);
    }

    private FutureTask<Boolean> waiting(Pending command, Thread[] thread) {
        FutureTask<Boolean> offer = new FutureTask<>(() -> lane.offer(command, PLENTY));
        thread[0] = Thread.ofPlatform().daemon().start(offer);
        while (thread[0].getState() != Thread.State.TIMED_WAITING && !offer.isDone()) {
            Thread.onSpinWait();
        }
        return offer;
    }

    private static List<Integer> numbers(Turn turn) {
        return turn.open().stream()
                .map(command -> (int) command.header().id().getLeastSignificantBits())
                .toList();
    }

    private void fill(StreamId stream) {
        for (int i = 1; i <= 200; i++) {
            assertThat(lane.offer(order(i, stream))).isTrue();
        }
        assertThat(lane.offer(order(201, stream))).isFalse();
    }

    private void carryOut(List<Turn> turns) {
        turns.forEach(turn -> turn.open().forEach(Pending::leave));
        lane.finish(turns);
    }

    @Test
    void those_who_wait_for_room_are_let_in_in_the_order_in_which_they_came() throws Exception {
        fill(stream(1));
        FutureTask<Boolean> first = waiting(order(301, stream(2)));
        FutureTask<Boolean> second = waiting(order(302, stream(2)));
        FutureTask<Boolean> third = waiting(order(303, stream(2)));

        carryOut(lane.take());

        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
        assertThat(third.get()).isTrue();
        assertThat(lane.take())
                .singleElement()
                .satisfies(turn -> assertThat(numbers(turn)).containsExactly(301, 302, 303));
    }

    @Test
    void as_many_are_let_in_as_there_is_room_for() throws Exception {
        for (int i = 1; i <= 200; i++) {
            assertThat(lane.offer(order(i, stream(i)))).isTrue();
        }
        FutureTask<Boolean> first = waiting(order(301, stream(301)));
        FutureTask<Boolean> second = waiting(order(302, stream(302)));
        List<Turn> turns = lane.take();

        carryOut(turns.subList(0, 1));

        assertThat(first.get()).isTrue();
        assertThat(lane.held()).isEqualTo(200);
        assertThat(second.isDone()).isFalse();
        assertThat(lane.offer(order(303, stream(303))))
                .as("one who comes later")
                .isFalse();
    }

    @Test
    void a_lane_that_closes_sends_away_who_waits() throws Exception {
        fill(stream(1));
        FutureTask<Boolean> waiting = waiting(order(301, stream(2)));

        lane.close();

        assertThat(waiting.get()).isFalse();
        carryOut(lane.take());
        assertThat(lane.take()).isEmpty();
    }

    @Test
    void who_is_interrupted_while_waiting_is_not_let_in() throws Exception {
        fill(stream(1));
        Thread[] thread = new Thread[1];
        FutureTask<Boolean> waiting = waiting(order(301, stream(2)), thread);

        thread[0].interrupt();

        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        carryOut(lane.take());
        assertThat(lane.held()).isZero();
    }

    @Test
    void who_waits_in_vain_is_not_let_in_later() throws Exception {
        fill(stream(1));

        assertThat(lane.offer(order(301, stream(2)), Duration.ofMillis(1))).isFalse();

        carryOut(lane.take());
        assertThat(lane.held()).isZero();
    }

    @Test
    void a_worker_takes_a_share_of_the_streams_that_wait_but_all_of_one_stream() {
        for (int i = 1; i <= 150; i++) {
            assertThat(lane.offer(order(i, stream(i)))).isTrue();
        }

        assertThat(lane.take()).hasSize(64);
        assertThat(lane.take()).hasSize(64);
        assertThat(lane.take()).hasSize(22);

        for (int i = 151; i <= 200; i++) {
            assertThat(lane.offer(order(i, stream(1_000)))).isTrue();
        }
        assertThat(lane.take())
                .singleElement()
                .satisfies(turn -> assertThat(turn.open()).hasSize(50));
    }
}
