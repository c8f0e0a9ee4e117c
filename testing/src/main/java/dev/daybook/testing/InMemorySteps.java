package dev.daybook.testing;

import dev.daybook.DaybookException;
import dev.daybook.store.Claim;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What commits do besides events and commands: progress of subscriptions, documents, and inline read models. To be used with
 * the lock held.
 */
final class InMemorySteps {

    private final InMemoryStorage storage;

    InMemorySteps(InMemoryStorage storage) {
        this.storage = storage;
    }

    /** The answer to a commit whose progress does not fit. */
    Optional<CommitResult> lost(Optional<Progress> progress) {
        return progress.filter(step -> !storage.subscriptions().fits(step)).map(CommitResult.ProgressLost::new);
    }

    /** The answer to a commit of which a document is no JSON. */
    static Optional<CommitResult> invalid(List<DocumentChanges> documents) {
        for (DocumentChanges changes : documents) {
            Optional<CommitResult> fault = changes.puts().stream()
                    .flatMap(document -> JsonText.faultOf(document.data())
                            .map(text -> "Document '" + document.key() + "' of collection " + changes.collection()
                                    + " is no JSON text, " + text + "; nothing of this commit was stored")
                            .stream())
                    .<CommitResult>map(text -> new CommitResult.Failed(new InvalidEventException(text)))
                    .findFirst();
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** Carries out the step of a commit, which fits. */
    void carryOut(Commit commit) {
        commit.progress().ifPresent(storage.subscriptions()::move);
        commit.documents().forEach(storage.documents()::change);
    }

    /** What read models make of events that are about to be added, or why they refuse that. */
    sealed interface Followed {

        record Changes(List<DocumentChanges> changes, List<Progress> progresses) implements Followed {}

        record Refused(DaybookException error) implements Followed {}
    }

    Followed follow(List<InlineReadModel> models, List<StoredEvent> events) {
        List<DocumentChanges> changes = new ArrayList<>();
        List<Progress> progresses = new ArrayList<>();
        Position head = storage.log().head();
        for (InlineReadModel model : events.isEmpty() ? List.<InlineReadModel>of() : models) {
            Progress progress = new Progress(claim(model), head, head.plus(events.size()));
            if (!storage.subscriptions().fits(progress)) {
                return new Followed.Refused(behind(model, head));
            }
            progresses.add(progress);
            try {
                changes.add(fold(model, events));
            } catch (DaybookException e) {
                return new Followed.Refused(e);
            }
        }
        return new Followed.Changes(changes, progresses);
    }

    void apply(Followed.Changes followed) {
        followed.progresses().forEach(storage.subscriptions()::move);
        followed.changes().forEach(storage.documents()::change);
    }

    /** Brings a read model up to date with the log. */
    void catchUp(InlineReadModel model) {
        Position from = storage.subscriptions()
                .begin(claim(model).subscription(), 1, Position.START)
                .position();
        List<StoredEvent> events = storage.log().all(from, Integer.MAX_VALUE);
        if (!events.isEmpty()) {
            DocumentChanges changes = fold(model, events);
            storage.subscriptions()
                    .move(new Progress(claim(model), from, storage.log().head()));
            storage.documents().change(changes);
        }
    }

    private DocumentChanges fold(InlineReadModel model, List<StoredEvent> events) {
        List<StoredEvent> wanted =
                events.stream().filter(model.filter()::accepts).toList();
        try {
            return model.fold(
                    wanted,
                    storage.documents().load(model.collection().name(), model.generation(), model.keysOf(wanted)));
        } catch (DaybookException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new InvalidEventException(
                    model.title() + " failed to fold the events from position "
                            + events.getFirst().position() + " on; nothing of this was stored: " + e,
                    e);
        }
    }

    private static Claim claim(InlineReadModel model) {
        return new Claim(Generation.subscription(model.collection().name(), model.generation()), 0, 0);
    }

    private static StoreUnavailableException behind(InlineReadModel model, Position head) {
        return new StoreUnavailableException(
                model.title() + " is not at position " + head
                        + ", where the log ends, since a process that does not run it"
                        + " has appended; nothing of this commit was stored: let every process that appends run it, and"
                        + " start this one again, which brings it up to date",
                Outcome.NOT_STORED);
    }
}
