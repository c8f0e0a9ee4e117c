package dev.daybook.subscription;

import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore.Known;
import dev.daybook.subscription.SubscriptionStatus.Lag;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together how a subscription does, from what its parts on this node know and what is stored. Safe for use by many threads. */
final class StatusReport {

    private static final Logger LOG = LoggerFactory.getLogger(StatusReport.class);

    /** From so many events behind on a subscription of which this node works on nothing counts as catching up. */
    private static final long FAR_BEHIND = 20_000;

    private final PartitionSteps.Common common;
    private final EventStore log;
    private final LogFeed feed;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.CATCHING_UP;
    private Instant since;
    private boolean wasWell = true;
    private final Standstill standstill;
    private volatile Optional<Finding> faultElsewhere = Optional.empty();
    private volatile @Nullable SubscriptionStatus last;

    StatusReport(PartitionSteps.Common common, HostedSubscription.Place place) {
        this.common = common;
        this.log = place.log();
        this.feed = place.feed();
        this.clock = place.clock();
        this.since = clock.instant();
        this.standstill = new Standstill(common.setup().stallTime());
    }

    /** What is known here at one moment. */
    record View(
            Collection<PartitionRunner> runners,
            Map<Integer, Position> positions,
            PageReader reader,
            boolean paused,
            boolean closed) {}

    /** What it is at, and why. */
    private record Finding(State state, Optional<String> error) {}

    SubscriptionStatus of(View view) {
        String name = common.setup().name();
        try {
            Optional<Known> known = common.store().find(name);
            List<Position> positions = positions(view.positions(), known);
            Position position = positions.stream().min(Position::compareTo).orElse(Position.START);
            Position head = log.head();
            Lag lag = lag(position, head);
            lookElsewhere(view, positions, head);
            Finding finding = known.isEmpty() && !view.closed()
                    ? new Finding(State.STALLED, Optional.of("Its checkpoints were deleted: start it again"))
                    : finding(view, lag);
            long parked = common.store().parkedCount(name);
            SubscriptionStatus status = new SubscriptionStatus(
                    name, finding.state(), position, since(finding.state()), lag, parked, finding.error());
            last = status;
            return status;
        } catch (StoreUnavailableException e) {
            return unavailable(view, e);
        }
    }

    /** As it was when that was last known. */
    private SubscriptionStatus unavailable(View view, StoreUnavailableException error) {
        SubscriptionStatus known = Objects.requireNonNullElseGet(last, () -> unknown(view));
        State now = view.closed() ? State.STOPPED : State.RETRYING;
        return new SubscriptionStatus(
                known.name(),
                now,
                known.position(),
                since(now),
                known.lag(),
                known.parked(),
                Optional.of("How it does is not known, so this is what was last known: " + Failures.describe(error)));
    }

    private SubscriptionStatus unknown(View view) {
        Position position =
                view.positions().values().stream().min(Position::compareTo).orElse(Position.START);
        long behind = eventsBehind(position, feed.head().orElse(position));
        return new SubscriptionStatus(
                common.setup().name(),
                State.RETRYING,
                position,
                clock.instant(),
                new Lag(behind, Duration.ZERO),
                0,
                Optional.empty());
    }

    /** Of each partition, as known here or stored, whichever is further. */
    static List<Position> positions(Map<Integer, Position> here, Optional<Known> known) {
        List<Position> stored = known.map(Known::checkpoints).orElse(List.of());
        List<Position> positions = new ArrayList<>();
        for (int partition = 0; partition < stored.size(); partition++) {
            Position reached = here.getOrDefault(partition, Position.START);
            positions.add(reached.compareTo(stored.get(partition)) > 0 ? reached : stored.get(partition));
        }
        return positions;
    }

    private static long eventsBehind(Position position, Position head) {
        return Math.max(0, head.value() - position.value());
    }

    private Lag lag(Position position, Position head) {
        long events = eventsBehind(position, head);
        if (events == 0) {
            return Lag.NONE;
        }
        Optional<StoredEvent> next = log.readAll(position, 1).stream().findFirst();
        Duration time = next.map(event -> Duration.between(event.recordedAt(), clock.instant()))
                .orElse(Duration.ZERO);
        return new Lag(events, time.isNegative() ? Duration.ZERO : time);
    }

    private Finding finding(View view, Lag lag) {
        Optional<Finding> fault = fault(view);
        if (fault.isPresent()) {
            return fault.get();
        }
        Optional<EventHandler.Trouble> trouble = common.handler().trouble();
        if (trouble.isPresent()) {
            State bad = trouble.get().rests() ? State.STOPPED : State.RETRYING;
            return new Finding(bad, Optional.of(trouble.get().error()));
        }
        boolean isBehind = view.positions().isEmpty()
                ? lag.events() > FAR_BEHIND
                : !view.reader().isCaughtUp() && lag.events() > 0;
        return new Finding(isBehind ? State.CATCHING_UP : State.FOLLOWING, Optional.empty());
    }

    private Optional<Finding> fault(View view) {
        boolean isShared = view.positions().size() < common.setup().partitions();
        return faultHere(view).or(() -> isShared ? faultElsewhere : Optional.empty());
    }

    /** Looks how the partitions get on that this node does not work on. */
    void lookElsewhere(View view, Known known, Position head) {
        lookElsewhere(view, positions(view.positions(), Optional.of(known)), head);
    }

    private void lookElsewhere(View view, List<Position> positions, Position head) {
        Map<Integer, Position> behind = new HashMap<>();
        for (int partition = 0; partition < positions.size() && !view.paused(); partition++) {
            Position position = positions.get(partition);
            if (!view.positions().containsKey(partition) && position.compareTo(head) < 0) {
                behind.put(partition, position);
            }
        }
        lock.lock();
        try {
            Set<Integer> still = standstill.look(behind, System.nanoTime());
            behind.keySet().retainAll(still);
            faultElsewhere = still.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Finding(
                            State.STALLED,
                            Optional.of("Partitions that this node does not work on have not moved for more than "
                                    + common.setup().stallTime() + ", they are at positions " + behind
                                    + ": see that a node that runs this subscription lives, and how it does there")));
        } finally {
            lock.unlock();
        }
    }

    /** What keeps it from getting on here, as far as memory tells. */
    private Optional<Finding> faultHere(View view) {
        if (view.closed()) {
            return Optional.of(new Finding(State.STOPPED, Optional.of("It was closed here: start it again")));
        }
        if (view.paused()) {
            return Optional.of(new Finding(State.PAUSED, Optional.empty()));
        }
        Map<State, String> errors = new HashMap<>();
        for (PartitionRunner runner : view.runners()) {
            PartitionRunner.Standing standing = runner.standing();
            standing.error().ifPresent(error -> errors.putIfAbsent(standing.state(), error));
            if (runner.busyFor().compareTo(common.setup().stallTime()) > 0) {
                errors.putIfAbsent(
                        State.STALLED,
                        "Its handler has been busy with one step after position " + runner.position() + " for "
                                + runner.busyFor().toSeconds() + " s: see what it waits for");
            }
        }
        feed.error().or(view.reader()::error).ifPresent(error -> errors.putIfAbsent(State.RETRYING, error));
        for (State bad : List.of(State.STOPPED, State.RETRYING, State.STALLED)) {
            @Nullable String error = errors.get(bad);
            if (error != null) {
                return Optional.of(new Finding(bad, Optional.of(error)));
            }
        }
        return Optional.empty();
    }

    private Instant since(State now) {
        lock.lock();
        try {
            if (now != state) {
                state = now;
                since = clock.instant();
            }
            return since;
        } finally {
            lock.unlock();
        }
    }

    /** Logs when it does not get on any more, and when it does again. */
    void watch(View view) {
        Optional<Finding> fault = fault(view).filter(finding -> finding.error().isPresent());
        if (fault.isPresent() && wasWell) {
            LOG.warn(
                    "Subscription {} does not get on, it is {}: {}",
                    common.setup().name(),
                    fault.get().state(),
                    fault.get().error().get());
        } else if (fault.isEmpty() && !wasWell) {
            LOG.info("Subscription {} gets on again", common.setup().name());
        }
        wasWell = fault.isEmpty();
    }
}
