package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.subscription.Backoff;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** A small domain for the tests of this package. */
final class Accounts {

    static final Duration PLENTY = Duration.ofSeconds(30);
    static final Duration MOMENT = Duration.ofMillis(20);
    static final Backoff FAST = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private Accounts() {}

    sealed interface Command {
        String account();

        record Open(String account, String owner) implements Command {}

        record Deposit(String account, int cents) implements Command {}

        /** Several deposits at once. */
        record DepositEach(String account, int cents, int times) implements Command {}

        record Close(String account) implements Command {}

        /** Makes the decider throw. */
        record Explode(String account) implements Command {}
    }

    sealed interface Event {
        record Opened(String owner) implements Event {}

        record Deposited(int cents) implements Event {}

        record Closed() implements Event {}
    }

    record State(boolean open, int cents) {}

    /** A document. */
    record Balance(String owner, int cents, int deposits) {}

    static final class AccountDecider implements Decider<Command, State, Event> {

        @Override
        public State initial() {
            return new State(false, 0);
        }

        @Override
        public Decision<Event> decide(Command command, State state) {
            return switch (command) {
                case Command.Open open ->
                    state.open() ? Decision.nothing() : Decision.accept(new Event.Opened(open.owner()));
                case Command.Deposit deposit -> deposit(state, deposit.cents(), 1);
                case Command.DepositEach each -> deposit(state, each.cents(), each.times());
                case Command.Close close ->
                    state.cents() > 0
                            ? Decision.refuse("account-not-empty", "There are " + state.cents() + " cents left")
                            : Decision.accept(new Event.Closed());
                case Command.Explode explode -> throw new IllegalStateException("boom " + explode.account());
            };
        }

        private static Decision<Event> deposit(State state, int cents, int times) {
            return state.open()
                    ? Decision.accept(Collections.nCopies(times, new Event.Deposited(cents)))
                    : Decision.refuse("account-not-open", "The account is not open");
        }

        @Override
        public State evolve(State state, Event event) {
            return switch (event) {
                case Event.Opened opened -> new State(true, state.cents());
                case Event.Deposited deposited -> new State(state.open(), state.cents() + deposited.cents());
                case Event.Closed closed -> new State(false, state.cents());
            };
        }
    }

    static Aggregate<Command, State, Event> aggregate() {
        return aggregate(new AccountDecider());
    }

    static Aggregate<Command, State, Event> aggregate(Decider<Command, State, Event> decider) {
        return Aggregate.named("account")
                .commands(Command.class, Command::account)
                .events(Event.class)
                .decider(decider);
    }

    /** One document for each open account. */
    static DocumentProjection<Balance, Event> balances() {
        return DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Event.class)
                .indexedBy("owner")
                .indexedByNumber("cents", "deposits")
                .fold((current, recorded) -> balance(current, recorded.event()));
    }

    static @Nullable Balance balance(@Nullable Balance current, Event event) {
        return switch (event) {
            case Event.Opened opened -> new Balance(opened.owner(), 0, 0);
            case Event.Deposited deposited
            when current != null ->
                new Balance(current.owner(), current.cents() + deposited.cents(), current.deposits() + 1);
            case Event.Deposited deposited -> null;
            case Event.Closed closed -> null;
        };
    }
}
