package dev.daybook.benchmarks.command;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * Sends commands to any of so many aggregates, all of which exist and have been used before.
 *
 * @param threads what senders run on
 */
public record Commands<S extends CommandSide>(
        String name, CommandSide.Opening<S> opening, int aggregates, ThreadFactory threads, Sending<S> sending)
        implements Contender {

    /** How one sender goes about it. */
    @FunctionalInterface
    public interface Sending<S> {

        /** One command an operation. */
        Operation by(S side, CommandFeed feed);

        /** See {@link Run#completed}. */
        default Optional<LongSupplier> completed(S side) {
            return Optional.empty();
        }
    }

    /** Senders who wait for the outcome. */
    public static <S extends CommandSide> Commands<S> awaited(
            String name, CommandSide.Opening<S> opening, int aggregates, ThreadFactory threads) {
        return new Commands<>(name, opening, aggregates, threads, (side, feed) -> () -> {
            side.send(feed.next());
            return 1;
        });
    }

    @Override
    public Run begin() throws Exception {
        S side = opening.open();
        CommandSide.fill(aggregates, side::send);
        return new CommandRun<>(side, side.count(), this);
    }

    private record CommandRun<S extends CommandSide>(S side, long before, Commands<S> commands) implements Run {

        @Override
        public Operation operation() {
            return commands.sending.by(side, new CommandFeed(commands.aggregates));
        }

        @Override
        public Optional<LongSupplier> completed() {
            return commands.sending.completed(side);
        }

        @Override
        public void verify(long units) throws Exception {
            side.verify(before, units);
        }

        @Override
        public void close() throws SQLException {
            side.close();
        }
    }
}
