package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import dev.daybook.store.StreamId;
import java.time.Duration;

/** Orders that must be paid in time, for the tests of policies and process managers. */
final class Shop {

    static final Duration LIMIT = Duration.ofMinutes(30);

    private Shop() {}

    sealed interface Command {
        String order();

        record Place(String order) implements Command {}

        record Pay(String order) implements Command {}

        /** Refused once it is paid. */
        record CancelUnpaid(String order) implements Command {}
    }

    sealed interface Event {
        String order();

        record Placed(String order) implements Event {}

        record Paid(String order) implements Event {}

        record Cancelled(String order) implements Event {}
    }

    /** What became of an order. */
    record State(String status) {}

    /** The state of the process: an order that waits for its payment. */
    record Unpaid(String order) {}

    static final class Rules implements Decider<Command, State, Event> {

        @Override
        public State initial() {
            return new State("none");
        }

        @Override
        public Decision<Event> decide(Command command, State state) {
            return switch (command) {
                case Command.Place(String order) -> Decision.accept(new Event.Placed(order));
                case Command.Pay(String order) ->
                    state.status().equals("placed")
                            ? Decision.accept(new Event.Paid(order))
                            : Decision.refuse("not-placed", "It is " + state.status());
                case Command.CancelUnpaid(String order) ->
                    state.status().equals("placed")
                            ? Decision.accept(new Event.Cancelled(order))
                            : Decision.refuse("not-unpaid", "It is " + state.status());
            };
        }

        @Override
        public State evolve(State state, Event event) {
            return switch (event) {
                case Event.Placed placed -> new State("placed");
                case Event.Paid paid -> new State("paid");
                case Event.Cancelled cancelled -> new State("cancelled");
            };
        }
    }

    static Aggregate<Command, State, Event> aggregate() {
        return Aggregate.named("order")
                .commands(Command.class, Command::order)
                .events(Event.class)
                .decider(new Rules());
    }

    static StreamId stream(String order) {
        return StreamId.of("order", order);
    }

    /** Cancels orders that are not paid within the limit. */
    static final ProcessManager<Unpaid> DEADLINE = deadline();

    private static ProcessManager<Unpaid> deadline() {
        return ProcessManager.named("payment-deadline")
                .state(Unpaid.class)
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed ->
                                Reaction.of(new Unpaid(placed.event().order())).timer("unpaid", LIMIT))
                .on(
                        Event.Paid.class,
                        Event.Paid::order,
                        (state, paid) -> Reaction.of(state).end())
                .onTimer(
                        "unpaid",
                        (state, timer) -> Reaction.of(state)
                                .send(new Command.CancelUnpaid(state.order()))
                                .end())
                .sends(Command.CancelUnpaid.class);
    }
}
