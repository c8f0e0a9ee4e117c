package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresOrdersTest extends OrderRequestsContract {

    private final String store = "orders.store=" + SharedPostgres.freshDatabase();
    private RunningShop shop;

    PostgresOrdersTest() {
        shop = open();
    }

    private RunningShop open() {
        return RunningShop.open(store);
    }

    @Override
    RunningShop shop() {
        return shop;
    }

    @Test
    void a_shop_that_closes_and_opens_again_has_its_orders() {
        shop.place(order("kept", "ada"));
        shop.close();
        shop = open();
        shop.awaitReadModels();
        assertThat(shop.get("/api/orders/kept").text("/customerId")).isEqualTo("ada");
        assertThat(shop.post("/api/orders/kept/payment").status()).isEqualTo(200);
    }

    @AfterAll
    void close() {
        shop.close();
    }
}
