package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import org.jspecify.annotations.Nullable;

/** A small domain for tests of contexts: counters that only grow. */
final class Counting {

    private Counting() {}

    sealed interface CounterCommand {
        String counter();
    }

    record Add(String counter, int amount) implements CounterCommand {}

    record Check(String counter) implements CounterCommand {}

    record Explode(String counter) implements CounterCommand {}

    sealed interface CounterEvent {}

    record Added(int amount) implements CounterEvent {}

    record Broken(String why) implements CounterEvent {}

    record CounterView(String id, int total) {}

    static final class CounterDecider implements Decider<CounterCommand, Integer, CounterEvent> {

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Decision<CounterEvent> decide(CounterCommand command, Integer total) {
            return switch (command) {
                case Add add ->
                    add.amount() < 0
                            ? Decision.refuse("negative-amount", "Counter " + add.counter() + " only grows")
                            : Decision.accept(new Added(add.amount()));
                case Check check -> Decision.nothing();
                case Explode explode -> throw new IllegalStateException("boom on " + explode.counter());
            };
        }

        @Override
        public Integer evolve(Integer total, CounterEvent event) {
            return switch (event) {
                case Added(int amount) -> total + amount;
                case Broken(String why) -> throw new IllegalStateException("cannot evolve: " + why);
            };
        }
    }

    static Aggregate<CounterCommand, Integer, CounterEvent> counter() {
        return Aggregate.named("counter")
                .commands(CounterCommand.class, CounterCommand::counter)
                .events(CounterEvent.class)
                .decider(new CounterDecider());
    }

    static @Nullable CounterView total(@Nullable CounterView view, String id, CounterEvent event) {
        return switch (event) {
            case Added(int amount) -> new CounterView(id, (view == null ? 0 : view.total()) + amount);
            case Broken broken -> null;
        };
    }
}
