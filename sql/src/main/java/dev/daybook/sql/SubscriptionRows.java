package dev.daybook.sql;

import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionStore.Known;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads subscriptions and what they have kept aside, on somebody's connection. Safe for use by many threads. */
final class SubscriptionRows {

    private final Dialect dialect;
    private final ParkedEventRows parkedEvents;

    SubscriptionRows(Dialect dialect) {
        this.dialect = dialect;
        this.parkedEvents = new ParkedEventRows(dialect.columns());
    }

    Optional<Known> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = prepare(connection, SubscriptionStatements.FIND)) {
            statement.setString(1, name);
            return known(statement).stream().findFirst();
        }
    }

    List<Known> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, SubscriptionStatements.ALL)) {
            return known(statement);
        }
    }

    /** One row for each partition; those of a subscription lie together. */
    private static List<Known> known(PreparedStatement statement) throws SQLException {
        List<Known> all = new ArrayList<>();
        List<Position> checkpoints = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                boolean isSame = !all.isEmpty() && all.getLast().name().equals(row.getString(1));
                if (isSame) {
                    all.removeLast();
                } else {
                    checkpoints.clear();
                }
                checkpoints.add(Position.of(row.getLong(2)));
                all.add(new Known(row.getString(1), checkpoints, row.getBoolean(3), row.getLong(4)));
            }
        }
        return all;
    }

    List<ParkedEvent> parked(PreparedStatement statement) throws SQLException {
        return CommandRows.all(statement, parkedEvents::read);
    }

    List<SubscriptionIntervention> interventions(PreparedStatement statement, String subscription) throws SQLException {
        return CommandRows.all(
                statement,
                row -> new SubscriptionIntervention(
                        dialect.columns().time(row, 1),
                        SubscriptionIntervention.Action.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        subscription,
                        Optional.ofNullable(row.getString(3)),
                        Optional.ofNullable(row.getObject(4)).map(value -> Position.of(((Number) value).longValue())),
                        new Intervention(row.getString(5), row.getString(6))));
    }

    PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }
}
