package dev.daybook.testing;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;

/** A small domain: an account that is not overdrawn. */
final class Account {

    private Account() {}

    sealed interface Command {
        record Deposit(int amount) implements Command {}

        record Withdraw(int amount) implements Command {}
    }

    sealed interface Event {
        record Deposited(int amount) implements Event {}

        record Withdrawn(int amount) implements Event {}

        record Closed() implements Event {}
    }

    record Balance(int amount) {}

    static final class Rules implements Decider<Command, Balance, Event> {

        @Override
        public Balance initial() {
            return new Balance(0);
        }

        @Override
        public Decision<Event> decide(Command command, Balance state) {
            return switch (command) {
                case Command.Deposit(int amount) when amount == 0 -> Decision.nothing();
                case Command.Deposit(int amount) -> Decision.accept(new Event.Deposited(amount));
                case Command.Withdraw(int amount)
                when amount > state.amount() -> Decision.refuse("overdrawn", "The account holds " + state.amount());
                case Command.Withdraw(int amount) -> Decision.accept(new Event.Withdrawn(amount));
            };
        }

        @Override
        public Balance evolve(Balance state, Event event) {
            return switch (event) {
                case Event.Deposited(int amount) -> new Balance(state.amount() + amount);
                case Event.Withdrawn(int amount) -> new Balance(state.amount() - amount);
                case Event.Closed() -> new Balance(0);
            };
        }
    }
}
