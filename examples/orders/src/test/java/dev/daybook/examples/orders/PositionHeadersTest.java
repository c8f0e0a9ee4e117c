package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.newId;
import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static dev.daybook.examples.orders.OrderRequestsContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that hands back the position of its change sees it, or is told that it cannot be seen yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PositionHeadersTest {

    private static final String REACHED = "Daybook-Position";
    private static final String WANTED = "Daybook-Min-Position";

    private final RunningShop shop;
    private final RunningShop impatient;

    PositionHeadersTest(@TempDir Path data, @TempDir Path other) {
        shop = RunningShop.open("orders.data=" + data, "orders.read-within=30s");
        impatient = RunningShop.open("orders.data=" + other, "orders.read-within=50ms");
    }

    @AfterAll
    void close() {
        shop.close();
        impatient.close();
    }

    @Test
    void every_change_tells_its_position() {
        String order = "/api/orders/" + newId();
        List<Answer> changes = List.of(
                shop.place(order(order.substring(order.lastIndexOf('/') + 1), "ada")),
                shop.post(order + "/payment"),
                shop.post(order + "/shipment"));
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.header(REACHED)).isEqualTo(change.text("/position")));
        assertThat(changes.getLast().header(REACHED))
                .isEqualTo(shop.store().head().toString());
    }

    @Test
    void what_changes_nothing_tells_no_position() {
        assertThat(shop.post("/api/orders/unknown/payment").header(REACHED)).isEmpty();
        assertThat(shop.place("{").header(REACHED)).isEmpty();
    }

    @Test
    void an_accepted_command_tells_its_position_once_it_is_carried_out() {
        Answer accepted = shop.enqueue(order(newId(), "ada"));
        Answer outcome = shop.awaitOutcome(accepted);
        assertThat(accepted.header(REACHED)).isEmpty();
        assertThat(outcome.header(REACHED)).isNotEmpty().isEqualTo(outcome.text("/position"));
    }

    @Test
    void a_read_at_the_position_of_a_change_shows_it() {
        for (int i = 0; i < 30; i++) {
            String id = newId();
            String placed = shop.place(order(id, id)).header(REACHED);
            Answer list = shop.get("/api/orders?customerId=" + id, WANTED, placed);
            assertThat(texts(list.body().get("orders"), "/orderId")).containsExactly(id);
            String paid = shop.post("/api/orders/" + id + "/payment").header(REACHED);
            Answer detail = shop.get("/api/orders/" + id, WANTED, paid);
            assertThat(detail.text("/status")).isEqualTo("PAID");
            assertThat(Long.parseLong(detail.header(REACHED))).isGreaterThanOrEqualTo(Long.parseLong(paid));
        }
    }

    @Test
    void a_read_waits_for_a_change_that_is_yet_to_come() {
        String id = newId();
        String next = shop.store().head().plus(1).toString();
        var waiting = CompletableFuture.supplyAsync(
                () -> shop.get("/api/orders/" + id, WANTED, next),
                task -> Thread.ofVirtual().start(task));
        shop.place(order(id, "ada"));
        assertThat(waiting.join().text("/status")).isEqualTo("PLACED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/unknown"})
    void every_read_tells_how_much_it_shows_at_least(String path) {
        shop.place(order(newId(), "ada"));
        shop.awaitReadModels();
        String head = shop.store().head().toString();
        assertThat(shop.get(path).header(REACHED)).isEqualTo(head);
        assertThat(shop.get(path, WANTED, "0").header(REACHED)).isEqualTo(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/unknown"})
    void a_position_that_is_not_reached_in_time_is_worth_another_try(String path) {
        impatient.place(order(newId(), "ada"));
        impatient.awaitReadModels();
        for (String position : List.of(impatient.store().head().plus(1).toString(), "999999999999999999")) {
            Answer answer = impatient.get(path, WANTED, position);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.text("/code")).isEqualTo("read-model-behind");
            assertThat(answer.text("/detail")).contains(position);
            assertThat(answer.header(REACHED))
                    .isEqualTo(impatient.store().head().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "0x1", "9999999999999999999"})
    void a_position_that_is_none_is_refused(String position) {
        for (String path : List.of("/api/orders", "/api/orders/42")) {
            Answer answer = shop.get(path, WANTED, position);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(texts(answer.body().get("errors"), "/field")).containsExactly(WANTED);
        }
    }

    @Test
    void two_positions_are_refused() {
        assertThat(shop.get("/api/orders", WANTED, "1", WANTED, "2").status()).isEqualTo(400);
    }
}
