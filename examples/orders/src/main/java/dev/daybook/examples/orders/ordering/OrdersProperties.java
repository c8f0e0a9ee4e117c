package dev.daybook.examples.orders.ordering;

import java.nio.file.Path;
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
 */
@ConfigurationProperties("orders")
public record OrdersProperties(
        @DefaultValue("data") Path data,
        Optional<String> store,
        @DefaultValue("64KB") DataSize bodyLimit) {

    public Path sqliteFile() {
        return data.resolve("orders.db");
    }
}
