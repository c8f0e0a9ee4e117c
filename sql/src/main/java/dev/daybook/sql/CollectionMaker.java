package dev.daybook.sql;

import dev.daybook.store.DocumentCollection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes the tables of a collection's generations. */
record CollectionMaker(DocumentCollection collection, Dialect dialect) implements GenerationMaker {

    @Override
    public void create(Connection connection, int generation) throws SQLException {
        execute(connection, table(generation).definitions());
    }

    @Override
    public void serve(Connection connection, int generation) throws SQLException {
        execute(connection, table(generation).serve());
    }

    @Override
    public void drop(Connection connection, int generation) throws SQLException {
        execute(connection, table(generation).drop());
    }

    private CollectionTable table(int generation) {
        return new CollectionTable(collection, generation, dialect);
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }
}
