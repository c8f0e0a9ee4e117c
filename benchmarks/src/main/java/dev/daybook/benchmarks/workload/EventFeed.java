package dev.daybook.benchmarks.workload;

import dev.daybook.event.IdGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * New events for one writer, who is the only one to write to their streams. Stream ids are random, so that a stream may lie
 * anywhere in an index; event ids are UUIDv7 for every contender. Not safe for use by several threads.
 */
public final class EventFeed {

    public static final int WHOLE_STREAM = 100;

    private static final int SHORTEST_STREAM = 10;
    private static final int LONGEST_STREAM = 100;

    private final SplittableRandom random = new SplittableRandom();
    private final IdGenerator ids = IdGenerator.uuidV7(InstantSource.system(), random);
    private final RandomOrders orders = new RandomOrders(random);
    private final int shortest;
    private final int longest;
    private String stream = "";
    private String correlation = "";
    private int left;
    private long version;

    private EventFeed(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Streams of 10 to 100 events, as orders and the like have. */
    public static EventFeed ofStreams() {
        return new EventFeed(SHORTEST_STREAM, LONGEST_STREAM);
    }

    /** Streams of {@value #WHOLE_STREAM} events, so that batches of that many hold whole streams. */
    public static EventFeed ofWholeStreams() {
        return new EventFeed(WHOLE_STREAM, WHOLE_STREAM);
    }

    public NewEvent next() {
        if (left == 0) {
            stream = "order-" + randomId();
            correlation = randomId().toString();
            left = random.nextInt(shortest, longest + 1);
            version = 0;
        }
        left--;
        version++;
        return new NewEvent(stream, version, ids.next(), correlation, orders.next());
    }

    public List<NewEvent> next(int events) {
        List<NewEvent> batch = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            batch.add(next());
        }
        return batch;
    }

    private UUID randomId() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
