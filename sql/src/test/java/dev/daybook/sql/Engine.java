package dev.daybook.sql;

import java.nio.file.Path;

/** What the tests run on. */
public enum Engine {
    SQLITE {
        @Override
        public TestDatabase database(Path directory) {
            return new TestDatabase.SqliteDatabase(directory.resolve("store.db"));
        }
    },
    POSTGRES_NEWEST {
        @Override
        public TestDatabase database(Path directory) {
            return TestDatabase.postgres(PostgresServer.newest());
        }
    },
    POSTGRES_OLDEST {
        @Override
        public TestDatabase database(Path directory) {
            return TestDatabase.postgres(PostgresServer.oldest());
        }
    };

    /** An empty place for a store; the directory is used if the engine needs one. */
    public abstract TestDatabase database(Path directory);
}
