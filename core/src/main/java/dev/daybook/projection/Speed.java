package dev.daybook.projection;

import dev.daybook.store.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a position moves, over the last seconds in which it was looked at. For one thread at a time. */
final class Speed {

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private record Look(long nanos, Position position) {}

    private final Deque<Look> looks = new ArrayDeque<>();

    void at(long nanos, Position position) {
        looks.addLast(new Look(nanos, position));
        while (looks.size() > 2 && nanos - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
    }

    double eventsPerSecond() {
        if (looks.size() < 2) {
            return 0;
        }
        long nanos = looks.getLast().nanos() - looks.getFirst().nanos();
        long events =
                looks.getLast().position().value() - looks.getFirst().position().value();
        return nanos <= 0 || events <= 0 ? 0 : events * 1e9 / nanos;
    }
}
