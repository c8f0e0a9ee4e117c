package dev.daybook.examples.orders;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresPastTest extends PastRequestsContract {

    private final EmbeddedPostgres postgres;
    private final RunningShop shop;

    PostgresPastTest() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        shop = RunningShop.open("orders.store=" + postgres.getJdbcUrl("postgres", "postgres"));
    }

    @Override
    RunningShop shop() {
        return shop;
    }

    @AfterAll
    void close() throws IOException {
        shop.close();
        postgres.close();
    }
}
