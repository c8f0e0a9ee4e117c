package dev.daybook.sql;

import java.nio.file.Path;

/** What the tests run on. */
enum Engine {
    SQLITE {
        @Override
        TestDatabase database(Path directory) {
            return new TestDatabase.SqliteDatabase(directory.resolve("store.db"));
        }
    },
    POSTGRES_NEWEST {
        @Override
        TestDatabase database(Path directory) {
            return TestDatabase.postgres(PostgresServer.newest());
        }
    },
    POSTGRES_OLDEST {
        @Override
        TestDatabase database(Path directory) {
            return TestDatabase.postgres(PostgresServer.oldest());
        }
    };

    /** An empty place for a store; the directory is used if the engine needs one. */
    abstract TestDatabase database(Path directory);
}
