package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.EventHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills one generation of a projection: folds a page of events into the documents that they belong to, and writes those
 * documents once with the checkpoint. What it knows of documents it keeps from one page to the next, since nobody but the
 * owner of a partition writes them.
 */
final class ProjectionHandler<D, E> implements EventHandler {

    private static final int MOST_DOCUMENTS = 20_000;
    private static final long MOST_CHARACTERS = 8_000_000;

    private final DocumentFolding<D, E> folding;
    private final DocumentStore store;
    private final Generation generation;
    private final Map<Integer, Partition<D>> partitions = new ConcurrentHashMap<>();

    ProjectionHandler(DocumentFolding<D, E> folding, DocumentStore store, Generation generation) {
        this.folding = folding;
        this.store = store;
        this.generation = generation;
    }

    /** What is known under one claim. */
    private record Partition<D>(long epoch, FoldState<D> state) {}

    @Override
    public String keyOf(StoredEvent event) {
        return folding.orderKeyOf(event);
    }

    @Override
    public boolean handle(Progress progress, List<StoredEvent> events) {
        int partition = progress.claim().partition();
        Partition<D> known = partitions.remove(partition); // comes back only if all goes well
        FoldState<D> state = known != null && known.epoch() == progress.claim().epoch()
                ? known.state()
                : folding.newState((collection, keys) -> store.load(collection, generation.number(), keys));
        if (!store.write(progress, fold(events, state))) {
            return false;
        }
        state.forgetBeyond(MOST_DOCUMENTS, MOST_CHARACTERS);
        partitions.put(partition, new Partition<>(progress.claim().epoch(), state));
        return true;
    }

    private List<DocumentChanges> fold(List<StoredEvent> events, FoldState<D> state) {
        try {
            return folding.fold(generation.number(), events, state);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new ProjectionFailedException(
                    (e instanceof DaybookException ? String.valueOf(e.getMessage()) : e.toString()) + "; in generation "
                            + generation.number(),
                    e);
        }
    }
}
