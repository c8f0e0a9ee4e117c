package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the shop answers to those who ask for the right things, whatever it keeps its events in. */
abstract class OrderRequestsContract {

    private static final String ITEMS =
            "[{\"productId\": \"tea\", \"quantity\": 2, \"unitPrice\": 4.5}, {\"productId\": \"pot\", \"quantity\": 1, \"unitPrice\": 8}]";

    abstract RunningShop shop();

    @Test
    void a_placed_order_is_created_at_its_location() {
        String id = newId();
        Answer answer = place(id, "ada");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/orders/" + id);
        assertThat(answer.text("/orderId")).isEqualTo(id);
        assertThat(answer.body().get("version").asLong()).isEqualTo(1);
        assertThat(answer.body().get("position").asLong())
                .isEqualTo(shop().store().head().value());
    }

    @Test
    void an_order_without_an_id_gets_one() {
        Answer answer = shop().place("{\"customerId\": \"ada\", \"items\": " + ITEMS + "}");
        String id = answer.text("/orderId");
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(answer.header("Location")).isEqualTo("/api/orders/" + id);
        shop().awaitReadModels();
        assertThat(shop().get("/api/orders/" + id).status()).isEqualTo(200);
    }

    @Test
    void an_order_is_paid_and_shipped() {
        String id = newId();
        place(id, "ada");
        Answer paid = shop().post("/api/orders/" + id + "/payment");
        Answer shipped = shop().post("/api/orders/" + id + "/shipment");
        assertThat(List.of(paid.status(), shipped.status())).containsOnly(200);
        assertThat(paid.text("/orderId")).isEqualTo(id);
        assertThat(paid.body().get("version").asLong()).isEqualTo(2);
        assertThat(shipped.body().get("version").asLong()).isEqualTo(3);
        assertThat(shipped.body().get("position").asLong())
                .isEqualTo(shop().store().head().value());
        assertThat(statusOf(id)).isEqualTo("SHIPPED");
    }

    @Test
    void a_paid_order_is_cancelled_and_refunded() {
        String id = newId();
        place(id, "ada");
        shop().post("/api/orders/" + id + "/payment");
        assertThat(shop().post("/api/orders/" + id + "/cancellation").status()).isEqualTo(200);
        assertThat(statusOf(id)).isEqualTo("CANCELLED");
        JsonNode events = shop().get("/api/orders/" + id + "/history").body().get("events");
        assertThat(events.get(2).get("data").get("refund").decimalValue()).isEqualByComparingTo("17");
    }

    @Test
    void the_detail_shows_all_of_an_order() {
        String id = newId();
        place(id, "Ada Löwe 😀");
        shop().post("/api/orders/" + id + "/payment");
        shop().awaitReadModels();
        Answer detail = shop().get("/api/orders/" + id);
        assertThat(detail.status()).isEqualTo(200);
        assertThat(detail.text("/customerId")).isEqualTo("Ada Löwe 😀");
        assertThat(detail.text("/status")).isEqualTo("PAID");
        assertThat(detail.body().at("/items/0/unitPrice").decimalValue()).isEqualByComparingTo("4.5");
        assertThat(detail.body().at("/items/1/quantity").asInt()).isEqualTo(1);
        assertThat(detail.body().get("total").decimalValue()).isEqualByComparingTo("17");
        assertThat(detail.body().get("version").asLong()).isEqualTo(2);
        assertThat(detail.text("/placedAt")).isLessThanOrEqualTo(detail.text("/updatedAt"));
    }

    @Test
    void the_history_shows_what_was_recorded_for_each_request() {
        String id = newId();
        shop().place(order(id, "ada"), "X-Correlation-ID", "first request");
        shop().post("/api/orders/" + id + "/payment", "X-Correlation-ID", "second request");
        Answer history = shop().get("/api/orders/" + id + "/history");
        assertThat(history.status()).isEqualTo(200);
        assertThat(history.text("/orderId")).isEqualTo(id);
        JsonNode events = history.body().get("events");
        assertThat(texts(events, "/type")).containsExactly("order-placed", "order-paid");
        assertThat(texts(events, "/version")).containsExactly("1", "2");
        assertThat(texts(events, "/correlationId")).containsExactly("first request", "second request");
        assertThat(texts(events, "/data/orderId")).containsExactly(id, id);
        assertThat(new HashSet<>(texts(events, "/id"))).hasSize(2).allMatch(text -> text.length() == 36);
        assertThat(new HashSet<>(texts(events, "/causationId"))).hasSize(2).allMatch(text -> text.length() == 36);
        assertThat(texts(events, "/recordedAt")).isSorted().allMatch(text -> text.endsWith("Z"));
        long head = shop().store().head().value();
        assertThat(texts(events, "/position")).containsExactly(Long.toString(head - 1), Long.toString(head));
    }

    @Test
    void a_correlation_id_is_made_up_where_none_came_and_is_in_the_events_too() {
        String id = newId();
        String made = place(id, "ada").header("X-Correlation-ID");
        assertThat(UUID.fromString(made)).hasToString(made);
        assertThat(shop().get("/api/orders/" + id + "/history").text("/events/0/correlationId"))
                .isEqualTo(made);
    }

    @Test
    void every_answer_carries_the_correlation_id_of_its_request() {
        String id = newId();
        String[] header = {"X-Correlation-ID", "a \"trace\" {1}"};
        List<Answer> answers = List.of(
                shop().place(order(id, "ada"), header),
                shop().post("/api/orders/" + id + "/payment", header),
                shop().get("/api/orders", header),
                shop().get("/api/orders/" + id + "/history", header),
                shop().get("/api/orders/unknown", header),
                shop().post("/api/orders/unknown/payment", header),
                shop().place("{", header),
                shop().get("/nowhere", header),
                shop().get("/api/orders/a%2Fb", header));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.header(header[0])).isEqualTo(header[1]));
    }

    @Test
    void the_list_shows_newest_first_and_goes_on_from_page_to_page() {
        String customer = newId();
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            placed.addFirst(newId());
            place(placed.getFirst(), customer);
        }
        shop().awaitReadModels();
        List<String> seen = new ArrayList<>();
        String path = "/api/orders?customerId=" + customer + "&limit=2";
        Answer page = shop().get(path);
        seen.addAll(texts(page.body().get("orders"), "/orderId"));
        while (!page.body().get("next").isNull()) {
            page = shop().get(path + "&after=" + page.text("/next"));
            seen.addAll(texts(page.body().get("orders"), "/orderId"));
        }
        assertThat(seen).isEqualTo(placed);
    }

    @Test
    void the_list_is_filtered_by_customer_and_status() {
        String customer = newId();
        String open = newId();
        String paid = newId();
        place(open, customer);
        place(paid, customer);
        place(newId(), newId());
        shop().post("/api/orders/" + paid + "/payment");
        shop().awaitReadModels();
        String path = "/api/orders?customerId=" + customer;
        assertThat(texts(shop().get(path).body().get("orders"), "/orderId")).containsExactly(paid, open);
        assertThat(texts(shop().get(path + "&status=PLACED").body().get("orders"), "/orderId"))
                .containsExactly(open);
        JsonNode line = shop().get(path + "&status=paid").body().at("/orders/0");
        assertThat(line.get("orderId").asString()).isEqualTo(paid);
        assertThat(line.get("status").asString()).isEqualTo("PAID");
        assertThat(line.get("pieces").asInt()).isEqualTo(3);
        assertThat(line.get("total").decimalValue()).isEqualByComparingTo("17");
    }

    @Test
    void parameters_left_empty_do_not_filter() {
        place(newId(), "ada");
        shop().awaitReadModels();
        Answer list = shop().get("/api/orders?customerId=&status=&limit=&after=");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.body().get("orders")).isNotEmpty();
    }

    @Test
    void placing_an_order_again_is_refused() {
        String id = newId();
        place(id, "ada");
        assertRefused(() -> place(id, "ada"), "order-already-placed");
    }

    @Test
    void business_rules_refuse_with_their_code_and_change_nothing() {
        String id = newId();
        String order = "/api/orders/" + id;
        assertRefused(() -> shop().post(order + "/payment"), "order-not-placed");
        place(id, "ada");
        assertRefused(() -> shop().post(order + "/shipment"), "order-not-paid");
        shop().post(order + "/payment");
        assertRefused(() -> shop().post(order + "/payment"), "order-already-paid");
        shop().post(order + "/shipment");
        assertRefused(() -> shop().post(order + "/cancellation"), "order-already-shipped");
        assertThat(shop().get(order + "/history").body().get("events")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders/unknown", "/api/orders/unknown/history"})
    void an_order_that_was_never_placed_is_not_found(String path) {
        Answer answer = shop().get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private void assertRefused(Supplier<Answer> request, String code) {
        long head = shop().store().head().value();
        Answer answer = request.get();
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/correlationId")).isEqualTo(answer.header("X-Correlation-ID"));
        assertThat(shop().store().head().value()).isEqualTo(head);
    }

    private String statusOf(String id) {
        shop().awaitReadModels();
        return shop().get("/api/orders/" + id).text("/status");
    }

    private Answer place(String id, String customer) {
        return shop().place(order(id, customer));
    }

    static String order(String id, String customer) {
        return "{\"orderId\": \"" + id + "\", \"customerId\": \"" + customer + "\", \"items\": " + ITEMS + "}";
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static List<String> texts(JsonNode nodes, String pointer) {
        return nodes.valueStream().map(node -> node.at(pointer).asString()).toList();
    }
}
