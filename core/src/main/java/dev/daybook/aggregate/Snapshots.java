package dev.daybook.aggregate;

import dev.daybook.event.EventCodec;
import dev.daybook.event.SealedRecords;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.EventStore;
import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of states beside the work, on a thread of its own; when that falls behind, snapshots are left out. One that
 * cannot be read is passed over. Safe for use by many threads.
 */
final class Snapshots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int WAITING = 64;
    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** How a state is written: with the name of its record, since a sealed interface alone does not tell which it is. */
    private record Stored(String type, String state) {}

    private final EventStore store;
    private final EventCodec codec;
    private final Map<SnapshotPolicy<?>, String> shapes = new ConcurrentHashMap<>();
    private final Map<StreamId, Version> taken = new ConcurrentHashMap<>();
    private final ExecutorService writer = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("daybook-snapshots").factory());

    Snapshots(EventStore store, EventCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** The state of a stream as of its latest usable snapshot, if there is one. */
    <S> Optional<Folded<S>> latest(Aggregate<?, S, ?> aggregate, StreamId stream) {
        Optional<Folded<S>> folded = load(aggregate, (snapshots, shape) -> snapshots.load(stream, shape));
        folded.ifPresent(kept -> remember(stream, kept.version()));
        return folded;
    }

    /** {@link #latest} of those up to a version. */
    <S> Optional<Folded<S>> atMost(Aggregate<?, S, ?> aggregate, StreamId stream, Version version) {
        return load(aggregate, (snapshots, shape) -> snapshots.load(stream, shape, version));
    }

    /** {@link #latest} of those whose events were all recorded at or before an instant. */
    <S> Optional<Folded<S>> atMost(Aggregate<?, S, ?> aggregate, StreamId stream, Instant instant) {
        return load(aggregate, (snapshots, shape) -> snapshots.load(stream, shape, instant));
    }

    private <S> Optional<Folded<S>> load(
            Aggregate<?, S, ?> aggregate, BiFunction<SnapshotStore, String, Optional<Snapshot>> of) {
        return aggregate
                .snapshots()
                .flatMap(policy ->
                        of.apply(store.snapshots(), shapeOf(policy)).flatMap(snapshot -> read(policy, snapshot)));
    }

    private <S> Optional<Folded<S>> read(SnapshotPolicy<S> policy, Snapshot snapshot) {
        try {
            Stored stored = codec.read(snapshot.state(), Stored.class);
            S state = policy.state().cast(codec.read(stored.state(), typeNamed(policy.state(), stored.type())));
            return Optional.of(
                    new Folded<>(state, snapshot.version(), snapshot.position(), Optional.of(snapshot.recordedAt())));
        } catch (RuntimeException e) { // whatever it is, the snapshot is not needed
            LOG.warn(
                    "The snapshot of stream {} at version {} cannot be read, its events are: {}",
                    snapshot.stream(),
                    snapshot.version(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Class<?> typeNamed(Class<?> root, String name) {
        if (!root.isSealed()) {
            return root;
        }
        return SealedRecords.below(root).stream()
                .filter(type -> type.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnreadableEventException(name + " is no state below " + root.getName()));
    }

    /** Says that a stream was replayed, which may be reason enough for a snapshot. */
    <S> void replayed(Aggregate<?, S, ?> aggregate, StreamId stream, Folded<S> from, Folded<S> to, long nanos) {
        aggregate.snapshots().ifPresent(policy -> {
            boolean slow = policy.replayTime().isPresent()
                    && nanos >= policy.replayTime().get().toNanos();
            if (slow || isDue(policy, from.version(), to.version())) {
                take(policy, stream, to);
            }
        });
    }

    /** Says that a stream has a new state, which may be due for a snapshot. */
    <S> void moved(Aggregate<?, S, ?> aggregate, StreamId stream, Folded<S> from, Folded<S> to) {
        aggregate.snapshots().ifPresent(policy -> {
            Version last = taken.getOrDefault(stream, Version.NONE);
            boolean crossed =
                    from.version().value() / policy.events() != to.version().value() / policy.events();
            if (crossed && isDue(policy, last, to.version())) {
                take(policy, stream, to);
            }
        });
    }

    private static boolean isDue(SnapshotPolicy<?> policy, Version last, Version now) {
        return now.value() - last.value() >= policy.events();
    }

    private <S> void take(SnapshotPolicy<S> policy, StreamId stream, Folded<S> folded) {
        try {
            writer.execute(() -> write(policy, stream, folded));
        } catch (RejectedExecutionException e) {
            LOG.debug("No snapshot of stream {} is taken now, {} wait already", stream, WAITING);
        }
    }

    private <S> void write(SnapshotPolicy<S> policy, StreamId stream, Folded<S> folded) {
        try {
            String json = codec.write(folded.state());
            Class<?> type = Objects.requireNonNull(folded.state()).getClass();
            if (!Objects.equals(codec.read(json, type), folded.state())) {
                LOG.warn(
                        "No snapshot of stream {} is taken: the codec does not read back what it wrote of {}",
                        stream,
                        type.getName());
                return;
            }
            String state = codec.write(new Stored(type.getName(), json));
            Instant recordedAt = folded.recordedAt().orElseGet(() -> recordedAt(stream, folded.version()));
            Snapshot snapshot =
                    new Snapshot(stream, folded.version(), folded.position(), recordedAt, shapeOf(policy), state);
            store.snapshots().save(snapshot, policy.keep());
            remember(stream, folded.version());
        } catch (UnreadableEventException | StoreUnavailableException e) {
            LOG.warn("No snapshot of stream {} is taken: {}", stream, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Taking a snapshot of stream {} failed", stream, e);
        }
    }

    /** Asked here, beside the work, rather than with every commit. */
    private Instant recordedAt(StreamId stream, Version version) {
        return store.readStream(stream, Version.of(version.value() - 1), 1)
                .getFirst()
                .recordedAt();
    }

    private void remember(StreamId stream, Version version) {
        if (taken.size() > MOST_REMEMBERED) {
            taken.clear(); // costs a snapshot too many now and then
        }
        taken.put(stream, version);
    }

    private String shapeOf(SnapshotPolicy<?> policy) {
        return shapes.computeIfAbsent(policy, p -> StateShape.of(p.state(), p.revision()));
    }

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.shutdownNow();
    }
}
