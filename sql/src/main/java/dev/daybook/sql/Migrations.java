package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.store.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a store's tables to what this version of Daybook needs, and refuses tables that it does not know. */
final class Migrations {

    /** The class of SQLSTATE codes for connections that cannot be made or are lost. */
    private static final String CONNECTION_EXCEPTION = "08";

    private static final String HISTORY_TABLE = "daybook_schema_history";

    private Migrations() {}

    static void onPostgres(DataSource dataSource, String schema) {
        migrate(
                configuration(dataSource, "postgres")
                        .schemas(schema)
                        .defaultSchema(schema)
                        .createSchemas(true)
                        .placeholders(Map.of("schema", schema)),
                "PostgreSQL schema " + schema);
    }

    static void onSqlite(DataSource dataSource, SqliteFile file) {
        migrate(configuration(dataSource, "sqlite"), "SQLite file " + file);
    }

    private static FluentConfiguration configuration(DataSource dataSource, String dialect) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .table(HISTORY_TABLE)
                .locations("classpath:dev/daybook/sql/" + dialect + "/migration")
                .failOnMissingLocations(true);
    }

    private static void migrate(FluentConfiguration configuration, String where) {
        try {
            Flyway flyway = configuration.load();
            refuseNewer(flyway, where);
            migrateUnlessOvertaken(flyway);
        } catch (FlywayException e) {
            refuseUnreachable(e, where);
            throw new ConfigurationException(
                    where + " cannot be used as a Daybook store, expected an empty one or one that Daybook made: "
                            + briefly(e),
                    e);
        }
    }

    /** Flyway says a thing in many lines; the first ones, above its rule, say it as well. */
    private static String briefly(FlywayException error) {
        return String.valueOf(error.getMessage())
                .lines()
                .takeWhile(line -> !line.startsWith("---"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * On SQLite, Flyway has no lock against another process that migrates at the same moment. Whoever comes second fails
     * without harm, finds that the schema has moved, and looks again at what is left to be done.
     */
    private static void migrateUnlessOvertaken(Flyway flyway) {
        while (true) {
            int applied = flyway.info().applied().length;
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (flyway.info().applied().length <= applied) {
                    throw e;
                }
            }
        }
    }

    private static void refuseUnreachable(FlywayException error, String where) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            boolean connecting = cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql
                            && sql.getSQLState() != null
                            && sql.getSQLState().startsWith(CONNECTION_EXCEPTION));
            if (connecting) {
                throw new StoreUnavailableException(
                        where + " cannot be reached: " + cause.getMessage()
                                + ": see that the database runs, and that the pool gives at least 5 connections",
                        StoreUnavailableException.Outcome.NOT_STORED,
                        error);
            }
        }
    }

    private static void refuseNewer(Flyway flyway, String where) {
        MigrationVersion known = MigrationVersion.EMPTY;
        MigrationVersion applied = MigrationVersion.EMPTY;
        for (MigrationInfo migration : flyway.info().all()) {
            MigrationVersion version = migration.getVersion();
            if (version == null) {
                continue;
            }
            if (migration.getState().isApplied() && version.compareTo(applied) > 0) {
                applied = version;
            }
            if (migration.getState().isResolved() && version.compareTo(known) > 0) {
                known = version;
            }
        }
        if (applied.compareTo(known) > 0) {
            throw new ConfigurationException(
                    where + " is at schema version " + applied + ", this Daybook knows versions up to " + known
                            + ": use the Daybook that upgraded it, or a newer one");
        }
    }
}
