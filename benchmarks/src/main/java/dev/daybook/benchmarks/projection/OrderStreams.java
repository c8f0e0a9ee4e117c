package dev.daybook.benchmarks.projection;

import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.benchmarks.workload.RandomOrders;
import dev.daybook.event.IdGenerator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * New events of a number of streams in turn, and what they must come to. Each pass has one event of every stream, in another
 * order than the pass before: events that lie near each other belong to different keys, as those of many users do. Not safe for
 * use by several threads.
 */
public final class OrderStreams {

    private static final String CATEGORY = "order-";

    private final SplittableRandom random;
    private final Random order;
    private final RandomOrders orders;
    private final IdGenerator ids;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, OrderTotals> expected = new HashMap<>();
    private int next;
    private long version = 1;

    /**
     * @param number of streams
     * @param seed the same for the same streams and orders
     */
    public OrderStreams(int number, long seed) {
        random = new SplittableRandom(seed);
        order = new Random(seed);
        orders = new RandomOrders(random);
        ids = IdGenerator.uuidV7(InstantSource.system(), random.split()); // how much it takes depends on the time
        for (int i = 0; i < number; i++) {
            keys.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
    }

    public NewEvent next() {
        if (next == keys.size()) {
            Collections.shuffle(keys, order);
            next = 0;
            version++;
        }
        String key = keys.get(next);
        next++;
        OrderPlaced placed = orders.next();
        expected.put(key, OrderTotals.after(expected.get(key), placed));
        return new NewEvent(CATEGORY + key, version, ids.next(), key, placed);
    }

    /** As many events, or fewer: those of one pass at most, so that no stream comes twice. */
    public List<NewEvent> next(int most) {
        int left = next == keys.size() ? keys.size() : keys.size() - next;
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < Math.min(most, left); i++) {
            events.add(next());
        }
        return events;
    }

    /** The rows that a read model of all events so far has, by key. */
    public Map<String, OrderTotals> expected() {
        return Map.copyOf(expected);
    }
}
