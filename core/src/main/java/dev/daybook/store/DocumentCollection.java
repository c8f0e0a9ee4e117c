package dev.daybook.store;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of document and the fields by which it is looked up.
 *
 * @param name a lower-case letter, then lower-case letters, digits and hyphens, at most {@value #MAX_NAME_LENGTH} characters
 * @param indexedFields top-level fields of the document that queries may compare; no two whose names differ only in case,
 *     since not every database tells the names of their indexes apart
 */
public record DocumentCollection(String name, List<String> indexedFields) {

    public static final int MAX_NAME_LENGTH = 40;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0," + (MAX_NAME_LENGTH - 1) + "}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");

    public DocumentCollection {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Document collection name '" + Text.excerpt(name)
                    + "' is not one: expected a lower-case letter, then lower-case letters, digits and hyphens, at most "
                    + MAX_NAME_LENGTH);
        }
        indexedFields = List.copyOf(indexedFields);
        Set<String> seen = new HashSet<>();
        for (String field : indexedFields) {
            if (!FIELD.matcher(field).matches()) {
                throw new IllegalArgumentException("Indexed field '" + Text.excerpt(field) + "' of collection " + name
                        + " is not one: expected a letter, then letters, digits and '_', at most 40");
            }
            if (!seen.add(field.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Indexed field '" + field + "' of collection " + name
                        + " is declared twice, upper and lower case being one, in " + indexedFields
                        + ": declare it once, or rename one of the fields");
            }
        }
    }
}
