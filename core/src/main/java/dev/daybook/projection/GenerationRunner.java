package dev.daybook.projection;

import dev.daybook.ConfigurationException;
import dev.daybook.DaybookException;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.FailurePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node take part in the generations of one projection as the database says: follows the serving one, fills the one
 * being built, lets it serve when it has caught up, and drops those that are over after a while. A generation is only written
 * by definitions of its own fingerprint; one that was made by another serves as it is until it is replaced. Safe for use by
 * many threads.
 */
final class GenerationRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationRunner.class);

    /** How far from the end of the log a generation may be that is tried to be made the serving one. */
    private static final long NEAR_THE_END = 10_000;

    /**
     * After so many tries to overtake the serving one, that is held up for a moment: both follow the log, and neither may ever
     * be ahead in all partitions.
     */
    private static final int TRIES_BEFORE_HOLDING_UP = 20;

    /** After so many, it goes on, whatever keeps the other one. */
    private static final int TRIES_WHILE_HELD_UP = 100;

    /** Nobody is held up for longer at one time, also not by a node that has died. */
    private static final Duration LONGEST_HELD_UP = Duration.ofSeconds(10);

    /** A swap that was refused is tried again after so many times the pause between tries. */
    private static final int TRIES_LEFT_OUT = 10;

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final GeneratedReadModel model;
    private final Projections.Setup setup;
    private final Generations generations;
    private final OldGenerations old;
    private final String fingerprint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, RunningGeneration> running = new HashMap<>();
    private final Set<Integer> prepared = new HashSet<>();
    private List<Generation> rows = List.of();
    private int tries;
    private boolean holdsUp;
    private @Nullable Long heldUpSince;
    private volatile View view = new View(List.of(), Map.of());
    private volatile boolean closed;

    /** What was seen last, for those who ask how it does: they never wait for what is being done. */
    private record View(List<Generation> rows, Map<Integer, RunningGeneration> running) {

        Optional<RunningGeneration> running(int number) {
            return Optional.ofNullable(running.get(number));
        }
    }

    GenerationRunner(GeneratedReadModel model, Projections.Setup setup) {
        this.model = model;
        this.setup = setup;
        this.generations = model.generations();
        this.old = new OldGenerations(generations, setup);
        this.fingerprint = model.fingerprint();
    }

    /**
     * Begins what is to be begun, and takes part.
     *
     * @throws ConfigurationException if the documents are of another definition and the projection does not let them be made
     *     anew
     */
    void start() {
        List<Generation> known = generations.list(model.name());
        Optional<Generation> serving = find(known, State.SERVING);
        if (serving.isEmpty()) {
            model.begin();
        } else if (!serving.get().fingerprint().equals(fingerprint)) {
            beginAnew(known, serving.get());
        }
        look();
    }

    private void beginAnew(List<Generation> known, Generation serving) {
        Optional<Generation> building =
                known.stream().filter(Generation::isBuilding).findFirst();
        if (building.isPresent() && building.get().fingerprint().equals(fingerprint)) {
            return; // goes on where it was
        }
        if (model.whenChanged() == WhenChanged.REFUSE) {
            throw new ConfigurationException("Projection " + model.name() + " is not defined as it was when generation "
                    + serving.number() + " of its documents was made (fingerprint " + serving.fingerprint()
                    + ", now " + fingerprint
                    + "): start it with whenChanged(rebuild()) to have them made anew beside the"
                    + " old ones, or go back to the definition and revision that made them");
        }
        building.ifPresent(other -> generations.cancel(model.name(), other.number()));
        Generation begun = model.begin();
        LOG.info(
                "Projection {} has changed: its documents are made anew as generation {}; generation {} serves as it is"
                        + " until then",
                model.name(),
                begun.number(),
                serving.number());
    }

    private static Optional<Generation> find(List<Generation> among, State state) {
        return among.stream().filter(row -> row.state() == state).findFirst();
    }

    int rebuild() {
        int number = model.begin().number();
        LOG.info("Documents of projection {} are made anew as generation {}", model.name(), number);
        look();
        return number;
    }

    /** Changes the generation that is being built; false if there is none, or it cannot be changed so. */
    boolean change(Change change) {
        Optional<Generation> building = generations.list(model.name()).stream()
                .filter(Generation::isBuilding)
                .findFirst();
        boolean done = building.isPresent()
                && change.in(generations, model.name(), building.get().number());
        look();
        return done;
    }

    /** A change of a generation. */
    @FunctionalInterface
    interface Change {
        boolean in(Generations generations, String collection, int number);
    }

    /** Does what the database says. True if it is worth while to look again soon. */
    boolean look() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            takePart();
            Optional<Generation> building = find(rows, State.BUILDING).filter(this::isOurs);
            if (building.isPresent() && overtakes(building.get())) {
                LOG.info(
                        "Generation {} of projection {} serves now",
                        building.get().number(),
                        model.name());
                takePart();
            }
            if (find(rows, State.BUILDING).filter(this::isOurs).isEmpty()) {
                tries = 0;
                holdsUp = false;
            }
            changed.signalAll();
            return building.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is something to be done though nobody has changed anything: to build, to drop. */
    boolean hasUnfinished() {
        return view.rows().stream().anyMatch(row -> row.state() == State.BUILDING || row.isOver());
    }

    private boolean isOurs(Generation row) {
        return row.fingerprint().equals(fingerprint);
    }

    private void takePart() {
        try {
            rows = generations.list(model.name());
            runAsSaid();
        } finally {
            view = new View(rows, Map.copyOf(running));
        }
        old.drop(rows);
    }

    private void runAsSaid() {
        boolean heldUp = isServingHeldUp();
        Set<Integer> wanted = new HashSet<>();
        for (Generation row : rows) {
            if (row.isOver()) {
                stop(row.number());
            } else if (isOurs(row) && row.state() != State.PAUSED) {
                wanted.add(row.number());
                run(row, heldUp && row.state() == State.SERVING);
            }
        }
        Set.copyOf(running.keySet()).stream()
                .filter(number -> !wanted.contains(number))
                .forEach(this::stop);
        find(rows, State.SERVING).map(Generation::number).ifPresent(this::prepare);
    }

    /** As long as another generation asks for it, whoever builds that, but not for long. */
    private boolean isServingHeldUp() {
        long now = System.nanoTime();
        if (find(rows, State.BUILDING).filter(Generation::holdsUp).isEmpty()) {
            heldUpSince = null;
            return false;
        }
        Long since = heldUpSince;
        heldUpSince = since == null ? now : since;
        return since == null || now - since < LONGEST_HELD_UP.toNanos();
    }

    private void run(Generation row, boolean heldUp) {
        RunningGeneration known = running.get(row.number());
        if (known != null && model.isInline() && known.row().isBuilding() && !row.isBuilding()) {
            stop(row.number());
        } else if (known != null) {
            known.update(row, heldUp);
            return;
        }
        prepare(row.number());
        running.put(row.number(), new RunningGeneration(model.fill(row, RunningGeneration.throttle(row)), row));
    }

    private void prepare(int number) {
        if (!prepared.contains(number)) {
            model.prepare(number);
            prepared.add(number);
        }
    }

    private void stop(int number) {
        RunningGeneration known = running.remove(number);
        if (known != null) {
            known.subscription().close();
        }
    }

    private boolean overtakes(Generation building) {
        RunningGeneration making = running.get(building.number());
        if (making == null || making.isResting()) {
            return false;
        }
        ProjectionStatus.Rebuild progress = making.look(setup.store().head());
        boolean near = progress.head().value() - progress.position().value() <= NEAR_THE_END;
        if (!near || progress.error().isPresent()) {
            letGoOn(building);
            return false;
        }
        making.subscription().settle();
        // Counted before it, since it fails where the other one is in the midst of a long step.
        countTry(making, progress.head());
        try {
            return model.swap(building.number());
        } catch (DaybookException e) {
            making.refused(e.getMessage(), AFTER_REFUSAL);
            tries += holdsUp ? TRIES_LEFT_OUT : 0;
            LOG.warn("Generation {} of {} cannot serve yet: {}", building.number(), model.name(), e.getMessage());
            return false;
        }
    }

    private void countTry(RunningGeneration making, Position head) {
        Generation building = making.row();
        tries++;
        if (tries == TRIES_BEFORE_HOLDING_UP && !model.isInline()) {
            holdsUp = generations.holdUp(model.name(), building.number(), true);
        } else if (tries > TRIES_WHILE_HELD_UP) {
            letGoOn(building);
            making.lags(tries, head);
            tries = 0;
        }
    }

    private void letGoOn(Generation building) {
        if (holdsUp) {
            generations.holdUp(model.name(), building.number(), false);
            holdsUp = false;
        }
    }

    /** Waits until a generation is in the state or gone; empty after the time. */
    Optional<Generation> awaitState(int number, Set<State> states, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<Generation> found = view.rows().stream()
                        .filter(row -> row.number() == number && states.contains(row.state()))
                        .findFirst();
                long left = deadline - System.nanoTime();
                if (found.isPresent() || left <= 0 || closed) {
                    return found;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The serving generation as last seen, and how this node follows it, if it does. */
    Serving serving() {
        boolean wasClosed = closed;
        View seen = view;
        int number = find(seen.rows(), State.SERVING).map(Generation::number).orElse(0);
        return new Serving(number, seen.running(number), wasClosed);
    }

    /** Up to where what serves shows everything, at least, whoever follows it. */
    Position position() {
        Serving serving = serving();
        if (serving.running().isPresent()) {
            return serving.running().get().subscription().position();
        }
        String other = Generation.subscription(model.name(), serving.number());
        return model.subscriptions().beforeRetrying(other, FailurePolicy.AWAITED_ATTEMPTS, stored(other));
    }

    private Position stored(String subscription) {
        return model.subscriptions()
                .find(subscription)
                .map(SubscriptionStore.Known::position)
                .orElse(Position.START);
    }

    /** Waits until another generation serves, for some time at most. */
    void awaitOtherThan(int number, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (serving().number() == number && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks the database, since another node may have let another one serve. */
    boolean isServing(int number) {
        return find(generations.list(model.name()), State.SERVING)
                .filter(row -> row.number() == number)
                .isPresent();
    }

    /** What serves. */
    record Serving(int number, Optional<RunningGeneration> running, boolean closed) {}

    /** How the making anew that is underway does, paused or not, whoever does it. */
    Optional<ProjectionStatus.Rebuild> rebuilding() {
        Position head = setup.store().head();
        Optional<Generation> building = generations.list(model.name()).stream()
                .filter(Generation::isBuilding)
                .findFirst();
        return building.map(row ->
                view.running(row.number()).map(making -> making.report(head)).orElseGet(() -> resting(row, head)));
    }

    private ProjectionStatus.Rebuild resting(Generation row, Position head) {
        return new ProjectionStatus.Rebuild(
                row.number(), row.state(), stored(row.subscription()), head, 0, Optional.empty(), Optional.empty());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            running.values()
                    .forEach(generation -> generation.subscription().close()); // they can still be asked how they did
            model.close();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
