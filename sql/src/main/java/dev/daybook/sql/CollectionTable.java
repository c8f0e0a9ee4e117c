package dev.daybook.sql;

import dev.daybook.store.DocumentCollection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The table of one collection and the statements on it. Names of collections and fields hold only letters, digits, hyphens
 * and underscores ({@link DocumentCollection} checks them), so they can stand in a statement; values never do.
 */
final class CollectionTable {

    private static final int LONGEST_IDENTIFIER = 63;
    private static final String COLUMNS = "SELECT key, created, updated, data FROM ";
    private static final String NEWEST_FIRST = " ORDER BY created DESC, key DESC LIMIT ?";
    private static final String AFTER = "(created, key) < (?, ?)";

    private final DocumentCollection collection;
    private final Dialect dialect;
    private final String bareName;
    private final String name;
    private final Map<List<String>, String> queries = new ConcurrentHashMap<>();

    CollectionTable(DocumentCollection collection, Dialect dialect) {
        this.collection = collection;
        this.dialect = dialect;
        this.bareName = "document_" + collection.name().replace('-', '_');
        this.name = dialect.statements().qualified("${schema}" + bareName);
    }

    /** The table's name as it stands in a statement. */
    String name() {
        return name;
    }

    String columnsAndTable() {
        return COLUMNS + name;
    }

    /** The table and its indexes, each made only where it is missing. */
    List<String> definitions() {
        List<String> definitions = new ArrayList<>();
        definitions.add(dialect.documents().createTable().replace("${table}", name));
        definitions.add(createIndex("created", "created, key"));
        for (String field : collection.indexedFields()) {
            // Newest first within one value, so that a page is one short index scan.
            definitions.add(createIndex("by$" + field, "(" + dialect.documents().fieldText(field) + "), created, key"));
        }
        return definitions;
    }

    private String createIndex(String suffix, String columns) {
        return "CREATE INDEX IF NOT EXISTS \"" + identifier(bareName + "$" + suffix) + "\" ON " + name + " (" + columns
                + ")";
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

    /** The statement for a page of the documents in which these fields equal a value each. */
    String query(List<String> fields, boolean after) {
        for (String field : fields) {
            if (!collection.indexedFields().contains(field)) {
                throw new IllegalArgumentException("Collection " + collection.name() + " is not indexed by " + field
                        + ", only by " + collection.indexedFields() + ": declare the index or query by another field");
            }
        }
        List<String> conditions = new ArrayList<>();
        fields.forEach(field -> conditions.add("(" + dialect.documents().fieldText(field) + ") = ?"));
        if (after) {
            conditions.add(AFTER);
        }
        return queries.computeIfAbsent(List.copyOf(conditions), this::select);
    }

    private String select(List<String> conditions) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return columnsAndTable() + where + NEWEST_FIRST;
    }
}
