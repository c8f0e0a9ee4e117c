package dev.daybook.process;

import dev.daybook.store.Claim;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * When the next timer of each partition is due, as far as this node knows: never later than it is, so that the database need
 * not be asked after every page. What was known under another claim is forgotten. Safe for use by many threads.
 */
final class Agenda {

    private record Entry(long epoch, Optional<Instant> next) {}

    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    /** When to look next; asked for if it is not known. */
    Optional<Instant> next(Claim claim, Supplier<Optional<Instant>> ask) {
        Entry known = entries.get(claim.partition());
        if (known == null || known.epoch() != claim.epoch()) {
            known = new Entry(claim.epoch(), ask.get());
            entries.put(claim.partition(), known);
        }
        return known.next();
    }

    /** Takes note of a time that a step has set. */
    void note(Claim claim, Optional<Instant> time) {
        time.ifPresent(instant -> entries.computeIfPresent(claim.partition(), (partition, known) -> {
            boolean later = known.next().filter(next -> !next.isAfter(instant)).isPresent();
            return later ? known : new Entry(known.epoch(), time);
        }));
    }

    /** Has the database asked again. */
    void forget(Claim claim) {
        entries.remove(claim.partition());
    }
}
