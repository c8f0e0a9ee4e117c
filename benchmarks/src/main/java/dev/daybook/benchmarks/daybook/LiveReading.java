package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import dev.daybook.benchmarks.projection.CatchUp;
import dev.daybook.benchmarks.projection.OrderStreams;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.store.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Appends events one by one while a document projection follows, each sender to streams of its own.
 *
 * @param streams of one sender
 * @param done when an operation is
 */
public record LiveReading(String name, Opening opening, int streams, Done done) implements Contender {

    /** Opens documents on an empty log. */
    @FunctionalInterface
    public interface Opening {
        DaybookDocuments open() throws Exception;
    }

    /** What a sender waits for. */
    public enum Done {
        /** The answer that the event is stored. */
        STORED,
        /** That a query of the documents sees the event, which is answered to be stored before. */
        VISIBLE
    }

    @Override
    public Run begin() throws Exception {
        return new Reading(opening.open(), streams, done, new CopyOnWriteArrayList<>());
    }

    private record Reading(DaybookDocuments documents, int streams, Done done, List<OrderStreams> senders)
            implements Run {

        @Override
        public Operation operation() {
            OrderStreams sender = new OrderStreams(streams, senders.size());
            senders.add(sender);
            return () -> {
                Position position = documents.followed().append(sender.next());
                if (done == Done.VISIBLE) {
                    documents.followed().awaitPosition(position);
                }
                return 1;
            };
        }

        @Override
        public void verify(long events) throws Exception {
            documents.followed().catchUp();
            Map<String, OrderTotals> expected = new HashMap<>();
            senders.forEach(sender -> expected.putAll(sender.expected()));
            CatchUp.requireEqual(expected, documents.rows());
        }

        @Override
        public void close() {
            documents.close();
        }
    }
}
