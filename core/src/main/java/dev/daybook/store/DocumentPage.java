package dev.daybook.store;

import java.util.List;
import java.util.Optional;

/**
 * Some of the documents that a query asks for.
 *
 * @param next where the page that follows begins; empty after the last
 */
public record DocumentPage(List<Document> documents, Optional<DocumentQuery.Cursor> next) {

    public DocumentPage {
        documents = List.copyOf(documents);
    }
}
