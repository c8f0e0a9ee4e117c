package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClosingAndOpeningTest {

    @Test
    void a_shop_that_closes_and_opens_again_has_its_orders(@TempDir Path data) {
        try (RunningShop shop = RunningShop.open("orders.data=" + data)) {
            shop.place(OrderRequestsContract.order("kept", "ada"));
        }
        try (RunningShop shop = RunningShop.open("orders.data=" + data)) {
            shop.awaitReadModels();
            assertThat(shop.get("/api/orders/kept").text("/customerId")).isEqualTo("ada");
            assertThat(shop.get("/api/orders").text("/orders/0/orderId")).isEqualTo("kept");
            assertThat(shop.post("/api/orders/kept/payment")
                            .body()
                            .get("version")
                            .asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_closed_shop_leaves_one_file(@TempDir Path data) {
        try (RunningShop shop = RunningShop.open("orders.data=" + data.resolve("new/folder"))) {
            shop.place(OrderRequestsContract.order("42", "ada"));
        }
        assertThat(data.resolve("new/folder")).isDirectoryContaining("glob:**/orders.db");
        assertThat(data.resolve("new/folder").toFile().list()).hasSize(1);
    }

    @Test
    void while_the_store_is_away_the_answer_is_to_try_again(@TempDir Path data) {
        try (RunningShop shop = RunningShop.open("orders.data=" + data)) {
            shop.store().close();
            Answer answer = shop.place(OrderRequestsContract.order("42", "ada"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.text("/code")).isEqualTo("store-unavailable");
            assertThat(answer.text("/correlationId")).isEqualTo(answer.header("X-Correlation-ID"));
            assertThat(shop.get("/api/orders/42").status()).isEqualTo(503);
            assertThat(shop.get("/api/orders/42/history").status()).isEqualTo(503);
        }
    }
}
