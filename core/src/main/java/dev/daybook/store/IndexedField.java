package dev.daybook.store;

import java.util.regex.Pattern;

/**
 * A top-level field of documents that queries may compare and order by.
 *
 * @param name a letter, then letters, digits and underscores, at most 40 characters
 */
public record IndexedField(String name, FieldKind kind) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");

    public IndexedField {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Indexed field '" + Text.excerpt(name)
                    + "' is not one: expected a letter, then letters, digits and '_', at most 40");
        }
    }

    public static IndexedField text(String name) {
        return new IndexedField(name, FieldKind.TEXT);
    }

    public static IndexedField number(String name) {
        return new IndexedField(name, FieldKind.NUMBER);
    }

    @Override
    public String toString() {
        return kind == FieldKind.NUMBER ? name + " (number)" : name;
    }
}
