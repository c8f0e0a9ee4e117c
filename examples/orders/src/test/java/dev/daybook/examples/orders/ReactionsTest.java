package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shop does by itself, over HTTP, with restarts in between. */
final class ReactionsTest {

    @TempDir
    Path folder;

    private RunningShop open(String limit) {
        return RunningShop.open("orders.data=" + folder, "orders.payment-limit=" + limit);
    }

    private static String status(RunningShop shop, String order) {
        shop.awaitReadModels();
        return shop.get("/api/orders/" + order).text("/status");
    }

    private static Answer awaitStatus(RunningShop shop, String order, String status) {
        return shop.awaitChange(() -> Optional.of(shop.get("/api/orders/" + order))
                .filter(answer -> answer.text("/status").equals(status)));
    }

    @Test
    void an_order_that_is_not_paid_is_called_off_though_the_shop_was_closed_in_between_and_a_paid_one_is_not() {
        String paid;
        try (RunningShop shop = open("1s")) {
            paid = orderPaidInTime(shop);
            assertThat(shop.place(order("unpaid", "ada")).status()).isEqualTo(201);
        }
        try (RunningShop shop = open("1s")) {
            assertThat(awaitStatus(shop, "unpaid", "CANCELLED").status()).isEqualTo(200);
            assertThat(shop.post("/api/orders/unpaid/payment").text("/code")).isEqualTo("order-already-cancelled");
            assertThat(status(shop, paid)).isEqualTo("PAID");
            assertThat(shop.get("/api/orders/unpaid/history").body().get("events"))
                    .hasSize(2);
        }
    }

    /** On a slow machine, time may be up before the first ones are. */
    private static String orderPaidInTime(RunningShop shop) {
        for (int i = 1; ; i++) {
            String id = "paid-" + i;
            assertThat(shop.place(order(id, "ada")).status()).isEqualTo(201);
            Answer payment = shop.post("/api/orders/" + id + "/payment");
            if (payment.status() == 200) {
                return id;
            }
            assertThat(payment.text("/code")).isEqualTo("order-already-cancelled");
        }
    }

    @Test
    void an_order_that_ships_is_announced_once_though_the_shop_was_closed_in_between() {
        try (RunningShop shop = open("30m")) {
            ship(shop, "first");
            assertThat(awaitNotices(shop, 1).text("/last/0/text")).isEqualTo("Order first is on its way");
            shop.awaitFollowers(); // what is not noted as done is done again
        }
        try (RunningShop shop = open("30m")) {
            ship(shop, "second");
            Answer notices = awaitNotices(shop, 1);
            assertThat(notices.body().at("/last")).hasSize(1);
            assertThat(notices.text("/last/0/text")).isEqualTo("Order second is on its way");
        }
    }

    private static void ship(RunningShop shop, String order) {
        shop.place(order(order, "ada"));
        shop.post("/api/orders/" + order + "/payment");
        assertThat(shop.post("/api/orders/" + order + "/shipment").status()).isEqualTo(200);
    }

    private static Answer awaitNotices(RunningShop shop, int sent) {
        return shop.awaitChange(() -> Optional.of(shop.get("/api/notices"))
                .filter(answer -> answer.body().at("/sent").asInt() >= sent));
    }
}
