package dev.daybook.examples.orders;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresPastTest extends PastRequestsContract {

    private final RunningShop shop;

    PostgresPastTest() {
        shop = RunningShop.open("orders.store=" + SharedPostgres.freshDatabase());
    }

    @Override
    RunningShop shop() {
        return shop;
    }

    @AfterAll
    void close() {
        shop.close();
    }
}
