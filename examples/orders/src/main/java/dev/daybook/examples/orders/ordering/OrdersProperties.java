package dev.daybook.examples.orders.ordering;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the shop is set up.
 *
 * @param data folder of the SQLite file, made if it is missing
 * @param store address of a PostgreSQL database to use instead, {@code jdbc:postgresql://…}
 * @param bodyLimit the largest request body that is read
 * @param answerWithin how long a request waits for the outcome of its command, before it is told where to ask for it
 * @param readWithin how long a request for a read model waits for the position that it asks for
 * @param paymentLimit after how long an order that is not paid is called off
 * @param stopWithin how long the shop may take, once it is told to stop, to answer the requests that it has, and then as long
 *     again to finish the commands that it has in memory
 */
@ConfigurationProperties("orders")
public record OrdersProperties(
        @DefaultValue("data") Path data,
        Optional<String> store,
        @DefaultValue("64KB") DataSize bodyLimit,
        @DefaultValue("10s") Duration answerWithin,
        @DefaultValue("2s") Duration readWithin,
        @DefaultValue("30m") Duration paymentLimit,
        @DefaultValue("10s") Duration stopWithin,
        @DefaultValue Lane lane) {

    /**
     * Where commands wait for their turn.
     *
     * @param capacity how many may be accepted and not finished
     * @param waitAtMost how long {@link WhenFull#WAIT} lets a request wait for room
     * @param overflow how many commands {@link WhenFull#OVERFLOW} stores beyond the capacity
     */
    public record Lane(
            @DefaultValue("1000") int capacity,
            @DefaultValue("reject") WhenFull whenFull,
            @DefaultValue("5s") Duration waitAtMost,
            @DefaultValue("1000000") long overflow) {}

    /** What to do with a command that the lane has no room for. */
    public enum WhenFull {
        /** Refuse it at once. */
        REJECT,
        /** Wait for room, then refuse it. */
        WAIT,
        /** Keep commands in memory up to the capacity, and store only those beyond it. */
        OVERFLOW
    }

    public Path sqliteFile() {
        return data.resolve("orders.db");
    }
}
