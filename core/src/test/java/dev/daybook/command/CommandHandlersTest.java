package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandHandlersTest {

    sealed interface OrderCommand {
        record Place(String id) implements OrderCommand {}

        record Pay(String id) implements OrderCommand {}
    }

    record Happened() {}

    private static final class Always<C> implements Decider<C, Happened, Happened> {
        @Override
        public Happened initial() {
            return new Happened();
        }

        @Override
        public Decision<Happened> decide(C command, Happened state) {
            return Decision.nothing();
        }

        @Override
        public Happened evolve(Happened state, Happened event) {
            return event;
        }
    }

    private static <C> Aggregate<C, ?, ?> aggregate(String name, Class<C> commands) {
        return Aggregate.named(name)
                .commands(commands, command -> "1")
                .events(Happened.class)
                .decider(new Always<C>());
    }

    @Test
    void each_command_goes_to_its_aggregate() {
        Aggregate<?, ?, ?> place = aggregate("place", OrderCommand.Place.class);
        Aggregate<?, ?, ?> pay = aggregate("pay", OrderCommand.Pay.class);

        CommandHandlers handlers = new CommandHandlers(List.of(place, pay), List.of(OrderCommand.class));

        assertThat(handlers.handlerOf(new OrderCommand.Place("1"))).isSameAs(place);
        assertThat(handlers.handlerOf(new OrderCommand.Pay("1"))).isSameAs(pay);
    }

    @Test
    void two_handlers_of_one_command_are_both_named() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new CommandHandlers(
                        List.of(aggregate("order", OrderCommand.class), aggregate("payment", OrderCommand.Pay.class)),
                        List.of()))
                .withMessage("Command " + OrderCommand.Pay.class.getName()
                        + " is handled by both aggregate order and aggregate payment: leave it to one of them");
    }

    @Test
    void a_declared_command_without_a_handler_is_named() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new CommandHandlers(
                        List.of(aggregate("order", OrderCommand.Place.class)), List.of(OrderCommand.class)))
                .withMessage("Command " + OrderCommand.Pay.class.getName() + " of " + OrderCommand.class.getName()
                        + " has no handler, there are [aggregate order]: add the aggregate that handles it");
    }

    @Test
    void every_problem_is_named_at_once() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new CommandHandlers(
                        List.of(aggregate("one", OrderCommand.Place.class), aggregate("two", OrderCommand.Place.class)),
                        List.of(OrderCommand.class, Runnable.class)))
                .withMessageContainingAll(
                        "is handled by both aggregate one and aggregate two",
                        OrderCommand.Pay.class.getName() + " of ",
                        "java.lang.Runnable is neither a record nor a sealed interface");
    }

    @Test
    void an_unknown_command_is_refused_with_those_that_are_known() {
        CommandHandlers handlers = new CommandHandlers(List.of(aggregate("order", OrderCommand.class)), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> handlers.handlerOf("hello"))
                .withMessage("java.lang.String is not a command of this context, known are [Pay, Place]");
    }
}
