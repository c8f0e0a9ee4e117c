package dev.daybook.testing;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Progress;
import java.util.List;
import java.util.Optional;

/** What commits do besides events and commands: progress of subscriptions, and documents. To be used with the lock held. */
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
}
