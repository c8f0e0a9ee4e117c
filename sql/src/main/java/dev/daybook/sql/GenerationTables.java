package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.projection.ProjectionFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a {@link SqlProjection}, one set for each generation, and the views that show the serving ones. Its names are
 * checked ({@link SqlTable}), so they can stand in a statement.
 */
final class GenerationTables implements GenerationMaker {

    private final List<SqlTable> tables;
    private final Dialect dialect;

    GenerationTables(List<SqlTable> tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
    }

    /** A statement of the user on the tables of a generation. */
    String read(String statement, int generation) {
        return SqlText.read(statement, placeholder -> resolve(placeholder, generation, statement));
    }

    /** A statement of the user on the views. */
    String readServing(String statement) {
        return SqlText.read(
                statement,
                placeholder -> qualified(table(placeholder, statement).name()));
    }

    private String resolve(String placeholder, int generation, String statement) {
        int dollar = placeholder.indexOf('$');
        if (dollar < 0) {
            return qualified(table(placeholder, statement).ofGeneration(generation));
        }
        SqlTable table = table(placeholder.substring(0, dollar), statement);
        return '"'
                + table.ofGeneration(generation)
                + placeholder.substring(dollar).replace("\"", "")
                + '"';
    }

    private SqlTable table(String name, String statement) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SqlStatementException("{" + name + "} is none of the tables of this projection, "
                        + tables.stream().map(SqlTable::name).toList() + ": declare it with table(…), in "
                        + statement));
    }

    private String qualified(String name) {
        return dialect.statements().qualified("${schema}\"" + name + '"');
    }

    /** @throws ConfigurationException if a definition is refused */
    @Override
    public void create(Connection connection, int generation) throws SQLException {
        for (SqlTable table : tables) {
            for (String definition : table.definition()) {
                define(connection, table, read(definition, generation));
            }
        }
    }

    private void define(Connection connection, SqlTable table, String definition) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(definition);
        } catch (SQLException e) {
            if (!dialect.blamesStatement(e)) {
                throw e;
            }
            throw new ConfigurationException(
                    dialect.databaseName() + " cannot make table " + table.name() + " by " + definition.strip() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Rights to the views, and views of others on them, stay where the columns are the same, or more at the end; else rights must
     * be given anew, and there may be no such views.
     *
     * @throws ProjectionFailedException if there are
     */
    @Override
    public void serve(Connection connection, int generation) throws SQLException {
        for (SqlTable table : tables) {
            String view = qualified(table.name());
            String shown = " VIEW " + view + " AS SELECT * FROM " + qualified(table.ofGeneration(generation));
            if (!isReplaced(connection, "CREATE OR REPLACE" + shown)) {
                makeAnew(connection, table, List.of("DROP VIEW IF EXISTS " + view, "CREATE" + shown));
            }
        }
    }

    private boolean isReplaced(Connection connection, String replacement) throws SQLException {
        if (!dialect.documents().replacesViews()) {
            return false;
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(replacement);
            return true;
        } catch (SQLException e) {
            if (!dialect.blamesStatement(e)) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private void makeAnew(Connection connection, SqlTable table, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            if (!dialect.blamesStatement(e)) {
                throw e;
            }
            throw new ProjectionFailedException(
                    "View " + table.name() + " cannot be made anew with other columns: " + e.getMessage()
                            + ". Drop what depends on it; make that again when the generation serves",
                    e);
        }
    }

    @Override
    public void drop(Connection connection, int generation) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (SqlTable table : tables.reversed()) {
                statement.execute("DROP TABLE IF EXISTS " + qualified(table.ofGeneration(generation)));
            }
        }
    }
}
