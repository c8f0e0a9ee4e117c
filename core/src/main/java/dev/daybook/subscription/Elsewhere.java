package dev.daybook.subscription;

import dev.daybook.store.EventPage;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.Slices;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore.Known;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How far a subscription has come that this node cannot tell from memory. Safe for use by many threads. */
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
        private final Slices slices = new Slices(common.setup().partitions(), Set.of());
        private Position lookedUpTo = Position.START;
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

        /** Whether all partitions but those have come there, as far as one page of events tells, and nothing awaited is retried. */
        boolean isOver(Set<Integer> here) {
            return areThere(here)
                    && common.store()
                            .firstRetrying(common.setup().name(), FailurePolicy.AWAITED_ATTEMPTS)
                            .filter(first -> first.compareTo(wanted) <= 0)
                            .isEmpty();
        }

        private boolean areThere(Set<Integer> here) {
            Known known = common.store().find(common.setup().name()).orElse(null);
            if (known == null) {
                return false;
            }
            Map<Integer, Position> behind = new HashMap<>();
            for (int partition = 0; partition < known.partitions(); partition++) {
                Position reached = known.checkpoints().get(partition);
                if (!here.contains(partition) && reached.compareTo(wanted) < 0) {
                    behind.put(partition, reached);
                }
            }
            if (behind.isEmpty()) {
                return true;
            }
            if (!isAwaited(behind)) {
                lookOn(known.position());
            }
            return lookedUpTo.compareTo(wanted) >= 0 && !isAwaited(behind);
        }

        /** Whether one of the partitions is known to have an event still to deal with. */
        private boolean isAwaited(Map<Integer, Position> behind) {
            return behind.entrySet().stream()
                    .anyMatch(partition -> lastConcerned
                                    .getOrDefault(partition.getKey(), Position.START)
                                    .compareTo(partition.getValue())
                            > 0);
        }

        /** Finds out which partitions the next page of events concerns, of those after the lowest checkpoint. */
        private void lookOn(Position lowest) {
            Position from = lookedUpTo.compareTo(lowest) < 0 ? lowest : lookedUpTo;
            if (from.compareTo(wanted) < 0) {
                EventPage page = common.log()
                        .readAll(from, PageSize.LARGEST, common.setup().filter());
                for (StoredEvent event : page.events()) {
                    if (event.position().compareTo(wanted) <= 0) {
                        int slice = KeyedEvent.of(event, common.handler()).slice();
                        lastConcerned.put(slices.partOf(slice), event.position());
                    }
                }
                lookedUpTo = page.reached();
            } else {
                lookedUpTo = from;
            }
        }
    }
}
