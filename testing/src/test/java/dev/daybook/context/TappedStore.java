package dev.daybook.context;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A store that keeps count of what is asked of it, and whose commits can be held up or answered otherwise. */
final class TappedStore extends ForwardingStore {

    /** What is done instead of committing. */
    interface Tap {
        List<CommitResult> commit(List<Commit> commits, Function<List<Commit>, List<CommitResult>> store);
    }

    /** Every commit that holds outcomes. */
    final List<Commit> decisions = new CopyOnWriteArrayList<>();

    /** After which version each stream was read. */
    final List<Version> reads = new CopyOnWriteArrayList<>();

    private volatile Tap tap = (commits, store) -> store.apply(commits);

    private volatile UnaryOperator<Snapshot> snapshotChange = UnaryOperator.identity();

    TappedStore(EventStore store) {
        super(store);
    }

    void tap(Tap newTap) {
        tap = newTap;
    }

    /** Lets everything through again. */
    void untap() {
        tap = (commits, store) -> store.apply(commits);
    }

    /** Does not answer commits with outcomes for a stream. */
    void failFor(StreamId stream) {
        tap = (commits, store) -> commits.stream()
                .map(commit -> isDecisionFor(stream, commit)
                        ? new CommitResult.Failed(unavailable())
                        : store.apply(List.of(commit)).getFirst())
                .toList();
    }

    static StoreUnavailableException unavailable() {
        return new StoreUnavailableException("The store is away", StoreUnavailableException.Outcome.NOT_STORED);
    }

    static boolean isDecisionFor(StreamId stream, Commit commit) {
        return commit.outcomes().stream()
                .anyMatch(outcome -> outcome.command().stream().equals(stream));
    }

    static boolean decides(UUID command, Commit commit) {
        return commit.outcomes().stream()
                .anyMatch(outcome -> outcome.command().id().equals(command));
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        commits.stream().filter(commit -> !commit.outcomes().isEmpty()).forEach(decisions::add);
        return tap.commit(commits, super::commit);
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
        reads.add(after);
        return super.readStream(stream, after, limit);
    }

    /** Changes snapshots on their way into the store. */
    void spoilSnapshots(UnaryOperator<Snapshot> change) {
        snapshotChange = change;
    }

    @Override
    public SnapshotStore snapshots() {
        SnapshotStore snapshots = super.snapshots();
        return new SnapshotStore() {
            @Override
            public Optional<Snapshot> load(StreamId stream, String shape, Version atMost) {
                return snapshots.load(stream, shape, atMost);
            }

            @Override
            public Optional<Snapshot> load(StreamId stream, String shape, Instant atMost) {
                return snapshots.load(stream, shape, atMost);
            }

            @Override
            public void save(Snapshot snapshot, int keep) {
                snapshots.save(snapshotChange.apply(snapshot), keep);
            }

            @Override
            public int drop(String category, int limit) {
                return snapshots.drop(category, limit);
            }
        };
    }
}
