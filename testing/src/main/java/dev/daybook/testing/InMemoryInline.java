package dev.daybook.testing;

import dev.daybook.DaybookException;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Read models that change with every append. To be used with the lock held. */
final class InMemoryInline {

    /** As databases do, where it would hold up appends for long. */
    private static final int MOST_MISSED = 1_000;

    private final InMemoryStorage storage;

    InMemoryInline(InMemoryStorage storage) {
        this.storage = storage;
    }

    /** What read models make of events that are about to be added, or why they refuse that. */
    sealed interface Followed {

        record Changes(List<Change> changes) implements Followed {}

        record Refused(DaybookException error) implements Followed {}
    }

    /** How a generation gets to a position. */
    record Change(String subscription, Position to, DocumentChanges documents) {}

    /** With what they have missed, unless that is much or cannot be folded: then they stay where they are. */
    Followed follow(List<InlineReadModel> models, List<StoredEvent> events) {
        List<Change> changes = new ArrayList<>();
        for (InlineReadModel model : events.isEmpty() ? List.<InlineReadModel>of() : models) {
            Optional<Generation> serving = serving(model).filter(this::isNear);
            if (serving.isEmpty() || !canBeFolded(model, serving.get())) {
                continue;
            }
            try {
                changes.add(change(model, serving.get(), events));
            } catch (DaybookException e) {
                return new Followed.Refused(e);
            }
        }
        return new Followed.Changes(changes);
    }

    private boolean canBeFolded(InlineReadModel model, Generation generation) {
        try {
            change(model, generation, List.of());
            return true;
        } catch (DaybookException e) {
            return false;
        }
    }

    void apply(Followed.Changes followed) {
        followed.changes().forEach(this::apply);
    }

    private void apply(Change change) {
        storage.subscriptions().moveOnly(change.subscription(), change.to());
        storage.documents().change(change.documents());
    }

    boolean catchUp(InlineReadModel model) {
        Optional<Generation> serving = serving(model);
        serving.ifPresent(row -> storage.subscriptions().begin(row.subscription(), 1, Position.START));
        Optional<Generation> behind = serving.filter(row -> !missed(row).isEmpty());
        behind.ifPresent(row -> apply(change(model, row, List.of())));
        return behind.isPresent();
    }

    boolean swap(InlineReadModel model, int number) {
        Optional<Generation> next = generation(model, State.BUILDING)
                .filter(row -> row.number() == number && isNear(row))
                .filter(row -> storage.subscriptions().parkedCount(row.subscription()) == 0);
        next.ifPresent(row -> apply(change(model, row, List.of())));
        return next.isPresent()
                && storage.documents().generations().swap(model.collection().name(), number);
    }

    private Optional<Generation> serving(InlineReadModel model) {
        return generation(model, State.SERVING);
    }

    private Optional<Generation> generation(InlineReadModel model, State state) {
        return storage.documents().generations().list(model.collection().name()).stream()
                .filter(row -> row.state() == state && row.fingerprint().equals(model.fingerprint()))
                .findFirst();
    }

    private boolean isNear(Generation generation) {
        return storage.subscriptions()
                .find(generation.subscription())
                .filter(known -> known.position().value() + MOST_MISSED
                        >= storage.log().head().value())
                .isPresent();
    }

    private List<StoredEvent> missed(Generation generation) {
        Position from = storage.subscriptions()
                .find(generation.subscription())
                .orElseThrow()
                .position();
        return storage.log().all(from, Integer.MAX_VALUE);
    }

    private Change change(InlineReadModel model, Generation generation, List<StoredEvent> events) {
        List<StoredEvent> wanted = Stream.concat(missed(generation).stream(), events.stream())
                .filter(model.filter()::accepts)
                .toList();
        return new Change(
                generation.subscription(),
                storage.log().head().plus(events.size()),
                fold(model, generation.number(), wanted));
    }

    private DocumentChanges fold(InlineReadModel model, int generation, List<StoredEvent> wanted) {
        if (wanted.isEmpty()) {
            return new DocumentChanges(model.collection().name(), generation, List.of(), Set.of());
        }
        try {
            return model.fold(
                    generation,
                    wanted,
                    storage.documents().load(model.collection().name(), generation, model.keysOf(wanted)));
        } catch (DaybookException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new InvalidEventException(
                    model.title() + " failed to fold the events from position "
                            + wanted.getFirst().position() + " on; nothing of this was stored: " + e,
                    e);
        }
    }
}
