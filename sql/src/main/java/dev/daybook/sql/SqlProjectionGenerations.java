package dev.daybook.sql;

import dev.daybook.event.EventCatalog;
import dev.daybook.projection.GeneratedReadModel;
import dev.daybook.projection.Projections;
import dev.daybook.projection.WhenChanged;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionSetup;
import java.util.OptionalInt;

/** The generations of a {@link SqlProjection} in one database. */
final class SqlProjectionGenerations<E> implements GeneratedReadModel {

    private final SqlProjection<E> projection;
    private final Projections.Setup setup;
    private final StoreParts database;
    private final GenerationTables tables;
    private final SqlGenerations generations;
    private final String fingerprint;

    SqlProjectionGenerations(SqlProjection<E> projection, Projections.Setup setup, StoreParts database) {
        EventCatalog catalog = setup.catalog();
        this.projection = projection;
        this.setup = setup;
        this.database = database;
        this.tables = new GenerationTables(projection.tables(), database.dialect());
        this.generations = new SqlGenerations(database, name -> tables);
        this.fingerprint = projection.fingerprint(catalog);
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public WhenChanged whenChanged() {
        return projection.whenChanged();
    }

    @Override
    public Generations generations() {
        return generations;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return database.subscriptions();
    }

    @Override
    public Generation begin() {
        return generations.begin(projection.name(), fingerprint, tables);
    }

    /** All of it was made when it was begun. */
    @Override
    public void prepare(int generation) {}

    @Override
    public RunningSubscription fill(Generation generation, OptionalInt throttle) {
        SubscriptionSetup subscription = setup.filling(generation, projection.onFailure())
                .filter(projection.filter(setup.catalog()))
                .partitions(projection.partitions())
                .throttle(throttle);
        SqlProjectionHandler<E> handler = new SqlProjectionHandler<>(
                projection, setup.catalog(), database, new SqlProjectionHandler.Target(tables, generation));
        return setup.host().run(subscription, handler, database.subscriptions());
    }
}
