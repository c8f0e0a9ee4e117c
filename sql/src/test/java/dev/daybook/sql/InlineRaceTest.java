package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.Position;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** On PostgreSQL, another connection may fold a page of what was missed while an append is made. */
@Timeout(360)
final class InlineRaceTest {

    private static final int FIRST = 1;

    private final String schema = PostgresServer.freshSchema();
    private final TestDatabase database =
            new TestDatabase.PostgresDatabase(PostgresServer.newest().jdbcUrl(schema), schema);

    /** Done once, before the next statement that would lock a checkpoint. */
    private final AtomicReference<Runnable> beforeLock = new AtomicReference<>(() -> {});

    @BeforeEach
    void has_missed_an_event() {
        try (SqlEventStore store = database.open()) {
            EventCount.begin(store);
            InlineAttachment attachment = attach(store);
            appends(store);
            attachment.close();
            assertThat(store.commit(EventCount.passedOver())).isInstanceOf(Committed.class);
        }
    }

    private static InlineAttachment attach(EventStore store) {
        store.documents().prepare(new EventCount().collection(), FIRST);
        return store.attach(new EventCount());
    }

    private static void appends(EventStore store) {
        assertThat(store.commit(EventCount.counted(1))).isInstanceOf(Committed.class);
    }

    /** A page of another, which has folded what was missed and is not committed yet. */
    private Connection page() throws SQLException {
        Connection page = database.connect();
        page.setAutoCommit(false);
        try (Statement statement = page.createStatement()) {
            statement.execute("UPDATE " + database.qualifier() + "subscription_partition SET position = 2"
                    + " WHERE subscription = 'counts@1'");
        }
        return page;
    }

    private SqlEventStore openWatched() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(PostgresServer.newest().jdbcUrl(schema));
        return SqlEventStore.postgres(watched(DataSource.class, source), config -> config.withSchema(schema));
    }

    private <T> T watched(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).contains("SKIP LOCKED")) {
                        beforeLock.getAndSet(() -> {}).run();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection connection ? watched(Connection.class, connection) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void commit(Connection page) {
        try {
            page.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_append_is_folded_whose_missed_events_another_folds_at_that_moment() throws Exception {
        try (SqlEventStore store = openWatched();
                Connection page = page()) {
            attach(store);
            beforeLock.set(() -> commit(page));
            appends(store);
            assertThat(EventCount.in(store, FIRST)).isEqualTo(2);
            assertThat(EventCount.reached(store, FIRST)).isEqualTo(store.head());
        }
    }

    @Test
    void an_append_does_not_wait_for_a_page_and_is_folded_by_who_catches_up() throws Exception {
        try (SqlEventStore store = database.open()) {
            InlineAttachment attachment = attach(store);
            try (Connection page = page()) {
                appends(store);
                assertThat(EventCount.in(store, FIRST)).as("left behind").isEqualTo(1);
                commit(page);
            }
            assertThat(EventCount.reached(store, FIRST)).isEqualTo(Position.of(2));
            assertThat(attachment.catchUp()).isTrue();
            assertThat(EventCount.in(store, FIRST)).isEqualTo(2);
            appends(store);
            assertThat(EventCount.in(store, FIRST)).isEqualTo(3);
            assertThat(EventCount.reached(store, FIRST)).isEqualTo(store.head());
        }
    }

    @Test
    void an_append_folds_what_was_left_behind_for_a_page() throws Exception {
        try (SqlEventStore store = database.open()) {
            attach(store);
            try (Connection page = page()) {
                appends(store);
                commit(page);
            }
            appends(store);
            assertThat(EventCount.in(store, FIRST)).isEqualTo(3);
            assertThat(EventCount.reached(store, FIRST)).isEqualTo(store.head());
        }
    }
}
