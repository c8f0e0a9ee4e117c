package dev.daybook.store;

/**
 * One document of a read model.
 *
 * @param key unique in its collection
 * @param created position of the event that made it
 * @param updated position of the event that changed it last
 * @param data one JSON object
 */
public record Document(String key, Position created, Position updated, String data) {

    /** Where to go on after this document in a query of the same collection. */
    public DocumentQuery.Cursor cursor() {
        return new DocumentQuery.Cursor(created, key);
    }
}
