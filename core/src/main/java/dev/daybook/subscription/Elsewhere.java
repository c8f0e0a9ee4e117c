package dev.daybook.subscription;

import dev.daybook.store.EventPage;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.Slices;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore.Known;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How far the partitions of a subscription have come that other nodes work on. Safe for use by many threads. */
final class Elsewhere {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final PartitionSteps.Common common;

    Elsewhere(PartitionSteps.Common common) {
        this.common = common;
    }

    Wait until(Position position) {
        return new Wait(position);
    }

    /**
     * A wait for a position. Checkpoints are stored late where there was nothing to do, so a partition is there as well if
     * nothing before the position concerns it. For one thread.
     */
    final class Wait {

        private final Position wanted;
        private final Map<Integer, Position> lastConcerned = new HashMap<>();
        private Position lookedUpTo = Position.START;
        private boolean looked;
        private long pause = FIRST_PAUSE;

        private Wait(Position wanted) {
            this.wanted = wanted;
        }

        /** Longer each time. */
        long nanosToNextLook() {
            long now = pause;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
            return now;
        }

        /** Whether all partitions but those have come there. */
        boolean isOver(Set<Integer> here) {
            Known known = common.store().find(common.setup().name()).orElse(null);
            if (known == null) {
                return false;
            }
            Set<Integer> behind = new HashSet<>();
            for (int partition = 0; partition < known.partitions(); partition++) {
                if (!here.contains(partition)
                        && known.checkpoints().get(partition).compareTo(wanted) < 0) {
                    behind.add(partition);
                }
            }
            if (behind.isEmpty()) {
                return true;
            }
            look(known.position());
            return behind.stream()
                    .allMatch(partition -> lastConcerned
                                    .getOrDefault(partition, Position.START)
                                    .compareTo(known.checkpoints().get(partition))
                            <= 0);
        }

        /** Finds out once, from the lowest checkpoint on, which the last event is that concerns each partition. */
        private void look(Position from) {
            if (!looked) {
                looked = true;
                lookedUpTo = from;
            }
            Slices slices = new Slices(common.setup().partitions(), Set.of());
            while (lookedUpTo.compareTo(wanted) < 0) {
                EventPage page = common.log()
                        .readAll(lookedUpTo, PageSize.LARGEST, common.setup().filter());
                for (StoredEvent event : page.events()) {
                    if (event.position().compareTo(wanted) <= 0) {
                        int slice = KeyedEvent.of(event, common.handler()).slice();
                        lastConcerned.put(slices.partOf(slice), event.position());
                    }
                }
                if (page.reached().equals(lookedUpTo)) {
                    return;
                }
                lookedUpTo = page.reached();
            }
        }
    }
}
