package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentCondition.In;
import dev.daybook.store.DocumentCondition.Range;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.FieldKind;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What queries ask of the view of a collection. Safe for use by many threads. */
final class CollectionQueries {

    private static final int ORDER_COLUMN = 5;

    private final CollectionTable table;
    private final DocumentDialect dialect;

    CollectionQueries(CollectionTable table, DocumentDialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    /** One document more than the page holds tells whether another page follows. */
    DocumentPage page(Connection connection, DocumentQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select(query))) {
            int next = bind(statement, 1, query.where());
            if (query.after().isPresent()) {
                next = bind(statement, next, query.after().get());
            }
            statement.setInt(next, query.limit() + 1);
            return page(statement, query);
        }
    }

    private DocumentPage page(PreparedStatement statement, DocumentQuery query) throws SQLException {
        Optional<FieldKind> kind = ordering(query).map(IndexedField::kind);
        List<Document> documents = new ArrayList<>();
        Optional<DocumentQuery.Cursor> last = Optional.empty();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (documents.size() == query.limit()) {
                    return new DocumentPage(documents, last);
                }
                Document document = DocumentDialect.document(row);
                documents.add(document);
                if (documents.size() == query.limit()) {
                    Optional<FieldValue> value = kind.isEmpty()
                            ? Optional.empty()
                            : Optional.of(dialect.value(row, ORDER_COLUMN, kind.get()));
                    last = Optional.of(new DocumentQuery.Cursor(value, document.created(), document.key()));
                }
            }
        }
        return new DocumentPage(documents, Optional.empty());
    }

    DocumentCount count(Connection connection, DocumentQuery query, long atMost) throws SQLException {
        boolean bounded = atMost < Long.MAX_VALUE;
        String counted = "SELECT 1 FROM " + table.view() + where(conditions(query.where()));
        String text = "SELECT count(*) FROM (" + counted + (bounded ? " LIMIT ?" : "") + ") AS counted";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int next = bind(statement, 1, query.where());
            if (bounded) {
                statement.setLong(next, atMost + 1);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long found = row.getLong(1);
                return new DocumentCount(Math.min(found, atMost), found <= atMost);
            }
        }
    }

    /** The statement for a page. */
    String select(DocumentQuery query) {
        DocumentOrder order = query.order();
        Optional<String> value = ordering(query).map(dialect::field);
        List<String> conditions = conditions(query.where());
        String direction = order.descending() ? " DESC" : " ASC";
        String places = value.map(field -> field + ", ").orElse("") + "created, key";
        value.ifPresent(field -> conditions.add("(" + field + ") IS NOT NULL"));
        if (query.after().isPresent()) {
            conditions.add("(" + places + ") " + (order.descending() ? "<" : ">")
                    + (value.isPresent() ? " (?, ?, ?)" : " (?, ?)"));
        }
        return "SELECT key, created, updated, data"
                + value.map(field -> ", " + field).orElse("") + " FROM "
                + table.view() + where(conditions) + " ORDER BY "
                + value.map(field -> field + direction + ", ").orElse("") + "created" + direction + ", key" + direction
                + " LIMIT ?";
    }

    private Optional<IndexedField> ordering(DocumentQuery query) {
        return query.order().field().map(table.collection()::field);
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private List<String> conditions(List<DocumentCondition> where) {
        List<String> conditions = new ArrayList<>();
        DocumentCollection collection = table.collection();
        for (DocumentCondition condition : where) {
            String field = dialect.field(collection.field(condition.field()));
            switch (condition) {
                case Equal equal -> conditions.add(field + " = ?");
                case In in -> conditions.add(dialect.among(field));
                case Range range -> {
                    range.from().ifPresent(bound -> conditions.add(field + " >= ?"));
                    range.below().ifPresent(bound -> conditions.add(field + " < ?"));
                }
            }
        }
        return conditions;
    }

    private int bind(PreparedStatement statement, int first, List<DocumentCondition> where) throws SQLException {
        int next = first;
        for (DocumentCondition condition : where) {
            if (condition instanceof In in) {
                FieldKind kind = table.collection().field(in.field()).kind();
                dialect.setAll(statement, next++, kind, in.among());
            } else {
                for (FieldValue value : condition.values().toList()) {
                    dialect.set(statement, next++, value);
                }
            }
        }
        return next;
    }

    private int bind(PreparedStatement statement, int first, DocumentQuery.Cursor after) throws SQLException {
        int next = first;
        if (after.value().isPresent()) {
            dialect.set(statement, next++, after.value().get());
        }
        statement.setLong(next++, after.created().value());
        statement.setString(next++, after.key());
        return next;
    }
}
