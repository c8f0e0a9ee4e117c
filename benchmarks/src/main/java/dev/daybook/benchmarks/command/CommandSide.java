package dev.daybook.benchmarks.command;

import dev.daybook.benchmarks.workload.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What decides commands on the state of aggregates and stores the events. Safe for use by many threads. */
public interface CommandSide extends Counted {

    /** How many senders fill it. */
    int FILLING = 256;

    /** Opens one on empty tables. */
    @FunctionalInterface
    interface Opening<S extends CommandSide> {
        S open() throws Exception;
    }

    /** Carries out a command: its event is durably stored when this returns; throws if not. */
    void send(PlaceOrder command) throws Exception;

    /** How one command is sent. */
    @FunctionalInterface
    interface Sender {
        void send(PlaceOrder command) throws Exception;
    }

    /** Gives every aggregate its first event, which leaves its state where the contender keeps states. */
    static void fill(int aggregates, Sender sender) throws Exception {
        CommandFeed feed = new CommandFeed(aggregates);
        try (ExecutorService senders = Executors.newFixedThreadPool(FILLING)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < aggregates; i++) {
                PlaceOrder command = feed.forOrder(i);
                sent.add(senders.submit(() -> {
                    sender.send(command);
                    return command;
                }));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }
}
