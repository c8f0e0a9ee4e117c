package dev.daybook.store;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of document and the fields by which it is looked up.
 *
 * @param name a lower-case letter, then lower-case letters, digits and hyphens, at most {@value #MAX_NAME_LENGTH} characters
 * @param indexes fields that queries may compare and order by; no two whose names differ only in case, since not every
 *     database tells the names of their indexes apart
 * @param linked whether each generation has, beside its documents, those of {@link #links()}
 */
public record DocumentCollection(String name, List<IndexedField> indexes, boolean linked) {

    public static final int MAX_NAME_LENGTH = 40;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0," + (MAX_NAME_LENGTH - 1) + "}");

    public DocumentCollection {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Document collection name '" + Text.excerpt(name)
                    + "' is not one: expected a lower-case letter, then lower-case letters, digits and hyphens, at most "
                    + MAX_NAME_LENGTH);
        }
        indexes = List.copyOf(indexes);
        Set<String> seen = new HashSet<>();
        for (IndexedField field : indexes) {
            if (!seen.add(field.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Indexed field '" + field.name() + "' of collection " + name
                        + " is declared twice, upper and lower case being one, in " + indexes
                        + ": declare it once, or rename one of the fields");
            }
        }
    }

    /** Without links. */
    public DocumentCollection(String name, List<IndexedField> indexes) {
        this(name, indexes, false);
    }

    /** With indexes on these texts. */
    public static DocumentCollection of(String name, String... textFields) {
        return new DocumentCollection(
                name, List.of(textFields).stream().map(IndexedField::text).toList());
    }

    /**
     * The name by which the links of this collection are loaded and changed, as documents of the same generation: by what
     * value which documents are found. They are not seen by queries.
     */
    public String links() {
        return links(name);
    }

    /** {@link #links()} of the collection of this name. */
    public static String links(String collection) {
        return collection + "/links";
    }

    /** The names of the indexed fields. */
    public List<String> indexedFields() {
        return indexes.stream().map(IndexedField::name).toList();
    }

    /**
     * An indexed field.
     *
     * @throws IllegalArgumentException if it is not declared
     */
    public IndexedField field(String field) {
        Optional<IndexedField> found =
                indexes.stream().filter(index -> index.name().equals(field)).findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException("Collection " + name + " is not indexed by "
                + Text.excerpt(field) + ", only by " + indexes + ": declare the index or query by another field"));
    }

    /**
     * Checks that all fields of the query are indexed, and compared with values of their kind.
     *
     * @throws IllegalArgumentException if one is not
     */
    public void check(DocumentQuery query) {
        query.where().forEach(condition -> condition.values().forEach(value -> check(condition.field(), value)));
        query.where().forEach(condition -> field(condition.field()));
        query.order().field().ifPresent(ordering -> {
            field(ordering);
            query.after().flatMap(DocumentQuery.Cursor::value).ifPresent(value -> check(ordering, value));
        });
    }

    private void check(String field, FieldValue value) {
        IndexedField index = field(field);
        if (index.kind() != value.kind()) {
            throw new IllegalArgumentException(
                    "Field " + index.name() + " of collection " + name + " is of kind " + index.kind()
                            + ", compare it with such a value instead of '" + Text.excerpt(value.toString()) + "'");
        }
    }
}
