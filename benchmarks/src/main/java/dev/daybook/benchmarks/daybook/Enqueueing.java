package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.command.CommandFeed;
import dev.daybook.benchmarks.command.Commands;
import dev.daybook.benchmarks.measure.Operation;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Senders who do not wait for outcomes; what counts are outcomes all the same. */
public final class Enqueueing implements Commands.Sending<DaybookCommands> {

    @Override
    public Operation by(DaybookCommands side, CommandFeed feed) {
        return () -> {
            side.enqueue(feed.next());
            return 1;
        };
    }

    @Override
    public Optional<LongSupplier> completed(DaybookCommands side) {
        return Optional.of(side::outcomes);
    }
}
