package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Command;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.Outcome;
import dev.daybook.testing.InMemoryEventStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same command is the same, however its content is written down. */
@Timeout(60)
final class RepeatedPayloadTest {

    private static final UUID ID = new UUID(7, 7);

    sealed interface Order {
        String key();
    }

    record Place(String key, Map<String, Integer> lines) implements Order {}

    sealed interface Placing {}

    record Placed(int lines) implements Placing {}

    record State() {}

    private static final class Orders implements Decider<Order, State, Placing> {

        @Override
        public State initial() {
            return new State();
        }

        @Override
        public Decision<Placing> decide(Order order, State state) {
            return switch (order) {
                case Place place -> Decision.accept(new Placed(place.lines().size()));
            };
        }

        @Override
        public State evolve(State state, Placing event) {
            return state;
        }
    }

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final BoundedContext context = BoundedContext.named("orders")
            .store(store)
            .aggregate(Aggregate.named("order")
                    .commands(Order.class, Order::key)
                    .events(Placing.class)
                    .decider(new Orders()))
            .start();

    @AfterEach
    void close() {
        context.close();
    }

    private static Command<Place> place(String first, String second) {
        Map<String, Integer> lines = new LinkedHashMap<>();
        lines.put(first, 1);
        lines.put(second, 1);
        return Command.of(new Place("1", lines)).id(ID);
    }

    @Test
    void a_map_in_another_order_is_the_same_command() {
        Outcome first = context.send(place("apple", "pear"));

        assertThat(context.send(place("pear", "apple"))).isEqualTo(first);
        assertThat(store.head().value()).isEqualTo(1);
    }

    @Test
    void another_map_is_another_command() {
        context.send(place("apple", "pear"));

        assertThatExceptionOfType(CommandIdReusedException.class)
                .isThrownBy(() -> context.send(place("apple", "plum")));
    }
}
