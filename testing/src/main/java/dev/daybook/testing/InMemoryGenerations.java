package dev.daybook.testing;

import dev.daybook.store.DocumentCollection;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore.Known;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Generations in memory. */
final class InMemoryGenerations implements Generations {

    private static final Set<State> UNFINISHED = EnumSet.of(State.BUILDING, State.PAUSED);
    private static final Set<State> OVER = EnumSet.of(State.RETIRED, State.CANCELLED);

    private final ReentrantLock lock;
    private final InMemorySubscriptions subscriptions;
    private final Making making;
    private final Dropping dropping;
    private final Map<String, NavigableMap<Integer, Generation>> collections = new HashMap<>();
    private final InstantSource clock = InstantSource.system();

    /** Makes the tables of a generation where they are missing. */
    @FunctionalInterface
    interface Making {
        void make(DocumentCollection collection, int generation);
    }

    /** Drops the tables of a generation. */
    @FunctionalInterface
    interface Dropping {
        void drop(String collection, int generation);
    }

    InMemoryGenerations(ReentrantLock lock, InMemorySubscriptions subscriptions, Making making, Dropping dropping) {
        this.lock = lock;
        this.subscriptions = subscriptions;
        this.making = making;
        this.dropping = dropping;
    }

    @Override
    public List<Generation> list(String collection) {
        return locked(() -> List.copyOf(rows(collection).values()));
    }

    private NavigableMap<Integer, Generation> rows(String collection) {
        return collections.computeIfAbsent(collection, none -> new TreeMap<>());
    }

    /** Refuses a generation that is not there, but begins the first. */
    void require(DocumentCollection collection, int generation) {
        NavigableMap<Integer, Generation> rows = rows(collection.name());
        if (rows.isEmpty() && generation == 1) {
            begin(collection, "");
        } else if (!rows.containsKey(generation)) {
            throw new IllegalArgumentException("Collection " + collection.name() + " has no generation " + generation
                    + ", there are " + rows.keySet() + ": begin it first");
        }
    }

    @Override
    public Generation begin(DocumentCollection collection, String fingerprint) {
        return locked(() -> {
            NavigableMap<Integer, Generation> rows = rows(collection.name());
            Optional<Generation> unfinished =
                    rows.values().stream().filter(Generation::isBuilding).findFirst();
            if (unfinished.isPresent()) {
                return sameAs(unfinished.get(), fingerprint);
            }
            int number = rows.isEmpty() ? 1 : rows.lastKey() + 1;
            Instant now = clock.instant();
            State state = rows.isEmpty() ? State.SERVING : State.BUILDING;
            Generation begun = new Generation(collection.name(), number, state, fingerprint, now, now, 0, false);
            making.make(collection, number);
            rows.put(number, begun);
            subscriptions.grow();
            return begun;
        });
    }

    private static Generation sameAs(Generation unfinished, String fingerprint) {
        if (!unfinished.fingerprint().equals(fingerprint)) {
            throw new IllegalStateException("Generation " + unfinished.number() + " of collection "
                    + unfinished.collection() + " is being built by another definition: cancel it first");
        }
        return unfinished;
    }

    @Override
    public boolean swap(String collection, int number) {
        return locked(() -> {
            Optional<Generation> serving = rows(collection).values().stream()
                    .filter(row -> row.state() == State.SERVING)
                    .findFirst();
            boolean mayServe = Optional.ofNullable(rows(collection).get(number))
                    .filter(row -> row.state() == State.BUILDING)
                    .filter(next -> serving.map(old -> overtakes(next, old)).orElse(true))
                    .isPresent();
            if (mayServe) {
                serving.ifPresent(old -> change(old, row -> in(State.RETIRED, row)));
                change(collection, number, EnumSet.of(State.BUILDING), row -> in(State.SERVING, row));
            }
            return mayServe;
        });
    }

    /** By partition where they have the same, else as a whole. */
    private boolean overtakes(Generation next, Generation serving) {
        List<Position> ours = checkpoints(next);
        List<Position> theirs = checkpoints(serving);
        if (!ours.isEmpty() && ours.size() == theirs.size()) {
            for (int i = 0; i < ours.size(); i++) {
                if (ours.get(i).compareTo(theirs.get(i)) < 0) {
                    return false;
                }
            }
            return true;
        }
        Position least = ours.stream().min(Position::compareTo).orElse(Position.START);
        return !ours.isEmpty() && theirs.stream().allMatch(position -> position.compareTo(least) <= 0);
    }

    private List<Position> checkpoints(Generation generation) {
        return subscriptions
                .find(generation.subscription())
                .map(Known::checkpoints)
                .orElse(List.of());
    }

    @Override
    public boolean pause(String collection, int number) {
        return change(collection, number, EnumSet.of(State.BUILDING), row -> in(State.PAUSED, row));
    }

    @Override
    public boolean resume(String collection, int number) {
        return change(collection, number, EnumSet.of(State.PAUSED), row -> in(State.BUILDING, row));
    }

    @Override
    public boolean cancel(String collection, int number) {
        return change(collection, number, UNFINISHED, row -> in(State.CANCELLED, row));
    }

    @Override
    public boolean throttle(String collection, int number, int eventsPerSecond) {
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException("Events a second are 0 (no bound) or more, found " + eventsPerSecond);
        }
        return change(collection, number, UNFINISHED, row -> with(row, eventsPerSecond, row.holdsUp()));
    }

    @Override
    public boolean holdUp(String collection, int number, boolean held) {
        return change(collection, number, EnumSet.of(State.BUILDING), row -> with(row, row.throttle(), held));
    }

    private static Generation with(Generation row, int throttle, boolean holdsUp) {
        return new Generation(
                row.collection(),
                row.number(),
                row.state(),
                row.fingerprint(),
                row.startedAt(),
                row.changedAt(),
                throttle,
                holdsUp);
    }

    @Override
    public boolean drop(String collection, int number) {
        return locked(() -> {
            Generation row = rows(collection).get(number);
            if (row == null || !OVER.contains(row.state())) {
                return false;
            }
            rows(collection).remove(number);
            dropping.drop(collection, number);
            subscriptions.forget(row.subscription());
            return true;
        });
    }

    private boolean change(String collection, int number, Set<State> from, UnaryOperator<Generation> change) {
        return locked(() -> {
            Generation row = rows(collection).get(number);
            if (row == null || !from.contains(row.state())) {
                return false;
            }
            change(row, change);
            return true;
        });
    }

    private void change(Generation row, UnaryOperator<Generation> change) {
        rows(row.collection()).put(row.number(), change.apply(row));
        subscriptions.grow();
    }

    private Generation in(State state, Generation row) {
        return new Generation(
                row.collection(),
                row.number(),
                state,
                row.fingerprint(),
                row.startedAt(),
                clock.instant(),
                row.throttle(),
                false);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
