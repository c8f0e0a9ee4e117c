package dev.daybook.sql.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;

/** Tills that money is put into and taken out of, by commands some of which make the decider throw. */
final class Tills {

    static final String SHORT = "short";

    private Tills() {}

    /** How the decider fails. */
    enum Fault {
        NONE,
        EXCEPTION,
        ERROR,
        STACK_OVERFLOW
    }

    sealed interface TillCommand {
        String till();

        /**
         * Puts money in, or takes it out if less than nothing.
         *
         * @param cents never 0
         */
        record Move(String till, long cents, Fault fault) implements TillCommand {

            Move without(Fault any) {
                return fault == any ? new Move(till, cents, Fault.NONE) : this;
            }
        }
    }

    sealed interface TillEvent {
        /** Money was moved. */
        record Moved(long cents) implements TillEvent {}
    }

    /** How a till stands. */
    record Till(long moves, long cents) {}

    static Aggregate<TillCommand, Till, TillEvent> aggregate() {
        return Aggregate.named("till")
                .commands(TillCommand.class, TillCommand::till)
                .events(TillEvent.class)
                .decider(new TillDecider());
    }

    /** Says with each refusal after how many moves it was. */
    private static final class TillDecider implements Decider<TillCommand, Till, TillEvent> {

        @Override
        public Till initial() {
            return new Till(0, 0);
        }

        @Override
        public Decision<TillEvent> decide(TillCommand command, Till till) {
            return switch (command) {
                case TillCommand.Move(String name, long cents, Fault fault) -> {
                    fail(fault);
                    yield till.cents() + cents < 0
                            ? Decision.refuse(SHORT, "" + till.moves())
                            : Decision.accept(new TillEvent.Moved(cents));
                }
            };
        }

        private static void fail(Fault fault) {
            switch (fault) {
                case NONE -> {}
                case EXCEPTION -> throw new IllegalStateException("The till is stuck");
                case ERROR -> throw new AssertionError("The till is stuck for good");
                case STACK_OVERFLOW -> throw new StackOverflowError("The till is too deep");
            }
        }

        @Override
        public Till evolve(Till till, TillEvent event) {
            return switch (event) {
                case TillEvent.Moved(long cents) -> new Till(till.moves() + 1, till.cents() + cents);
            };
        }
    }
}
