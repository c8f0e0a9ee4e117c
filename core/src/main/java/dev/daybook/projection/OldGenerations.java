package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops generations that have been over for a while. One that cannot be dropped now, since somebody reads it yet, keeps nobody
 * from anything else. For one thread at a time.
 */
final class OldGenerations {

    private static final Logger LOG = LoggerFactory.getLogger(OldGenerations.class);

    /** Trying holds up every append for a moment. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    private final Generations generations;
    private final Projections.Setup setup;
    private final Map<Integer, Instant> refused = new HashMap<>();

    OldGenerations(Generations generations, Projections.Setup setup) {
        this.generations = generations;
        this.setup = setup;
    }

    void drop(List<Generation> rows) {
        Instant now = setup.clock().instant();
        for (Generation row : rows) {
            boolean rests =
                    now.isBefore(refused.getOrDefault(row.number(), Instant.MIN).plus(AFTER_REFUSAL));
            boolean old = Duration.between(row.changedAt(), now).compareTo(setup.dropAfter()) >= 0;
            if (row.isOver() && old && !rests) {
                drop(row, now);
            }
        }
    }

    private void drop(Generation row, Instant now) {
        try {
            if (generations.drop(row.collection(), row.number())) {
                LOG.info("Generation {} of projection {} is dropped", row.number(), row.collection());
            }
        } catch (StoreUnavailableException e) {
            refused.put(row.number(), now);
            LOG.warn(
                    "Generation {} of projection {} cannot be dropped now, trying again in {}: {}",
                    row.number(),
                    row.collection(),
                    AFTER_REFUSAL,
                    e.getMessage());
        }
    }
}
