package dev.daybook.sql;

import dev.daybook.store.CommitResult;
import java.util.Map;

/**
 * Ends the transaction of a group that holds commits which cannot be carried out. The transaction did nothing; the others are
 * to be attempted again without them.
 */
final class CommitsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<Integer, CommitResult> answers;

    /** @param answers to those that are refused, by their indexes in the group */
    CommitsRefusedException(Map<Integer, CommitResult> answers) {
        super("Commits of a group were refused: " + answers, null, false, false);
        this.answers = Map.copyOf(answers);
    }

    Map<Integer, CommitResult> answers() {
        return answers;
    }
}
