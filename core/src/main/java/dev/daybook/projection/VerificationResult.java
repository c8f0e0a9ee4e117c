package dev.daybook.projection;

import dev.daybook.store.Document;
import dev.daybook.store.Position;
import java.util.List;
import java.util.Optional;

/**
 * What a verification found.
 *
 * @param generation that was compared
 * @param position up to where the log was folded, at least
 * @param documents how many were compared
 * @param differences by key, the first {@value #MOST_DIFFERENCES}
 * @param undecided keys of documents that changed at each look, so that nobody can tell whether they are right, the first
 *     {@value #MOST_DIFFERENCES}; verify again when fewer events come
 */
public record VerificationResult(
        int generation, Position position, long documents, List<Difference> differences, List<String> undecided) {

    /** More are counted among the documents, but not listed. */
    public static final int MOST_DIFFERENCES = 1_000;

    public VerificationResult {
        differences = List.copyOf(differences);
        undecided = List.copyOf(undecided);
    }

    /** Whether all that were compared are what the log makes of them; false also if some are undecided. */
    public boolean isRight() {
        return differences.isEmpty() && undecided.isEmpty();
    }

    /**
     * A document that is not what the log makes of it.
     *
     * @param stored what is there, empty for none
     * @param expected what the fold of the log gives, empty for none
     */
    public record Difference(String key, Optional<Document> stored, Optional<Document> expected) {}
}
