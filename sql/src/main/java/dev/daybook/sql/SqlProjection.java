package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.GeneratedReadModel;
import dev.daybook.projection.Projection;
import dev.daybook.projection.Projections;
import dev.daybook.projection.WhenChanged;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventType;
import dev.daybook.store.PayloadHash;
import dev.daybook.subscription.FailurePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A read model of tables of your own, changed by statements of your own: exactly once for every event, since the checkpoint
 * moves in the same transaction. Immutable.
 *
 * <pre>{@code
 * SqlProjection.named("revenue")
 *     .table("revenue_by_day", "CREATE TABLE {revenue_by_day} (day date PRIMARY KEY, cents bigint NOT NULL)")
 *     .of(OrderEvent.class)
 *     .onEach((recorded, sql) -> {
 *         if (recorded.event() instanceof OrderPaid paid) {
 *             sql.update("""
 *                     INSERT INTO {revenue_by_day} AS r (day, cents) VALUES (?, ?)
 *                     ON CONFLICT (day) DO UPDATE SET cents = r.cents + excluded.cents
 *                     """, paid.day(), paid.cents());
 *         }
 *     })
 * }</pre>
 *
 * <p>Each generation has tables of its own, with its number in their names; a view of the plain name, in the schema of the
 * store, shows those of the one that is serving. Making the read model anew fills the next generation beside it.
 *
 * @param <E> events that it is made from; all others are passed over
 */
public final class SqlProjection<E> implements Projection {

    private final SqlProjectionBuilder<E> parts;
    private final BiConsumer<List<RecordedEvent<E>>, SqlSession> handler;

    /** The builder is not changed after this. */
    SqlProjection(SqlProjectionBuilder<E> parts, BiConsumer<List<RecordedEvent<E>>, SqlSession> handler) {
        this.parts = parts;
        this.handler = handler;
    }

    /** Begins a projection; its name follows the rules of {@link DocumentCollection#name()}. */
    public static Named named(String name) {
        return new Named(DocumentCollection.of(name).name(), List.of());
    }

    /** A projection whose tables and events are to be given. Immutable. */
    public static final class Named {

        private final String name;
        private final List<SqlTable> tables;

        private Named(String name, List<SqlTable> tables) {
            this.name = name;
            this.tables = List.copyOf(tables);
        }

        /**
         * A table, and the statements that make it and its indexes. In them, {@code {name}} stands for the table and
         * {@code {name$suffix}} for the name of an index or constraint of it:
         * {@code CREATE INDEX {revenue_by_day$cents} ON {revenue_by_day} (cents)}.
         *
         * @param table a lower-case letter, then lower-case letters, digits and '_', at most 40
         */
        public Named table(String table, String... definition) {
            List<SqlTable> more = new ArrayList<>(tables);
            if (tables.stream().anyMatch(other -> other.name().equals(table))) {
                throw new ConfigurationException("Projection " + name + " has two tables " + table + ": rename one");
            }
            more.add(new SqlTable(table, List.of(definition)));
            return new Named(name, more);
        }

        /** Makes it from the events of this type and the types below it. */
        public <E> SqlProjectionBuilder<E> of(Class<E> events) {
            if (tables.isEmpty()) {
                throw new ConfigurationException("Projection " + name + " has no table: call table(…)");
            }
            return new SqlProjectionBuilder<>(name, tables, events);
        }
    }

    @Override
    public String name() {
        return parts.name();
    }

    @Override
    public Class<E> events() {
        return parts.events();
    }

    WhenChanged whenChanged() {
        return parts.whenChanged();
    }

    Optional<FailurePolicy> onFailure() {
        return parts.onFailure();
    }

    Duration stepTimeout() {
        return parts.stepTimeout();
    }

    int partitions() {
        return parts.partitions();
    }

    @Override
    public GeneratedReadModel open(Projections.Setup setup) {
        SqlEventStore store = parts.database().orElseGet(() -> {
            if (setup.store() instanceof SqlEventStore events) {
                return events;
            }
            throw new ConfigurationException("Projection " + name() + " has tables, so it needs a SqlEventStore, found "
                    + setup.store().getClass().getName() + ": say where they are with database(…)");
        });
        return new SqlProjectionGenerations<>(this, setup, store.parts());
    }

    @Override
    public String toString() {
        return "projection " + name();
    }

    List<SqlTable> tables() {
        return parts.tables();
    }

    Optional<Function<RecordedEvent<E>, String>> key() {
        return parts.key();
    }

    void handle(List<RecordedEvent<E>> events, SqlSession session) {
        handler.accept(events, session);
    }

    /** The stored events that it is made from. */
    EventFilter filter(EventCatalog catalog) {
        return EventFilter.types(
                catalog.typesBelow(events()).stream().map(EventType::name).collect(Collectors.toUnmodifiableSet()));
    }

    /** Tells definitions apart by their tables, the types of their events, whether they have a key, partitions and revision. */
    String fingerprint(EventCatalog catalog) {
        Set<String> types = new TreeSet<>();
        catalog.typesBelow(events()).forEach(type -> types.add(type.name() + " " + type.revision()));
        String order = (key().isPresent() ? "keyed" : "by stream") + " " + partitions();
        return PayloadHash.of("sql-projection", parts.revision() + "\n" + types + "\n" + order + "\n" + tables())
                .hex();
    }
}
