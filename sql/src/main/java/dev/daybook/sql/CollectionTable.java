package dev.daybook.sql;

import dev.daybook.store.DocumentCollection;
import dev.daybook.store.IndexedField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The tables of one generation of a collection, and the view that shows the serving one. Names of collections and fields hold
 * only letters, digits, hyphens and underscores ({@link DocumentCollection} checks them), so they can stand in a statement;
 * values never do.
 */
final class CollectionTable {

    private static final int LONGEST_IDENTIFIER = 63;

    private final DocumentCollection collection;
    private final int generation;
    private final Dialect dialect;

    CollectionTable(DocumentCollection collection, int generation, Dialect dialect) {
        this.collection = collection;
        this.generation = generation;
        this.dialect = dialect;
    }

    DocumentCollection collection() {
        return collection;
    }

    int generation() {
        return generation;
    }

    /** The documents' table as it stands in a statement. */
    String name() {
        return quoted(bareName());
    }

    /** The table of links as it stands in a statement. */
    String links() {
        return quoted(viewName() + "$links$" + generation);
    }

    /** The view as it stands in a statement. */
    String view() {
        return quoted(viewName());
    }

    private String bareName() {
        return viewName() + '$' + generation; // no name holds a dollar, so this is no other collection's view
    }

    private String viewName() {
        return "document_" + collection.name().replace('-', '_');
    }

    private String quoted(String identifier) {
        return dialect.statements().qualified("${schema}\"" + identifier + '"');
    }

    /** The tables and indexes, each made only where it is missing. */
    List<String> definitions() {
        List<String> definitions = new ArrayList<>();
        String createTable = dialect.documents().createTable();
        definitions.add(createTable.replace("${table}", name()));
        if (collection.linked()) {
            definitions.add(createTable.replace("${table}", links()));
        }
        definitions.add(createIndex("created", "created, key"));
        for (IndexedField field : collection.indexes()) {
            // In order of creation within one value, so that a page is one short index scan.
            definitions.add(
                    createIndex("by$" + field.name(), "(" + dialect.documents().field(field) + "), created, key"));
        }
        return definitions;
    }

    /** What lets the view show this generation. */
    List<String> serve() {
        return dialect.documents().showIn(view(), name());
    }

    /** What drops the tables. */
    List<String> drop() {
        return List.of("DROP TABLE IF EXISTS " + name(), "DROP TABLE IF EXISTS " + links());
    }

    private String createIndex(String suffix, String columns) {
        return "CREATE INDEX IF NOT EXISTS \"" + identifier(bareName() + '$' + suffix) + "\" ON " + name() + " ("
                + columns + ")";
    }

    /** PostgreSQL cuts names after 63 bytes, so a longer one ends in its CRC-32 instead. */
    private static String identifier(String text) {
        if (text.length() <= LONGEST_IDENTIFIER) {
            return text;
        }
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return text.substring(0, LONGEST_IDENTIFIER - 9) + "_" + "%08x".formatted(crc.getValue());
    }
}
