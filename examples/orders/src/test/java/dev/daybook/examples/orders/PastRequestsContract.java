package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.newId;
import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static dev.daybook.examples.orders.OrderRequestsContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How the shop shows orders as they were, whatever it keeps its events in. */
abstract class PastRequestsContract {

    private static final long MICROSECOND = 1_000;

    abstract RunningShop shop();

    /** The path of an order that was placed, paid and shipped. */
    private String shipped() {
        String id = newId();
        shop().place(order(id, "ada"));
        shop().post("/api/orders/" + id + "/payment");
        shop().post("/api/orders/" + id + "/shipment");
        return "/api/orders/" + id;
    }

    private List<Instant> times(String order) {
        List<String> times = texts(shop().get(order + "/history").body().get("events"), "/recordedAt");
        return times.stream().map(Instant::parse).toList();
    }

    @Test
    void an_order_is_shown_as_it_was_at_each_version() {
        String order = shipped();
        List<String> seen = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            Answer answer = shop().get(order + "?version=" + version);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().get("version").asInt()).isEqualTo(version);
            seen.add(answer.text("/status"));
        }
        assertThat(seen).containsExactly("PLACED", "PAID", "SHIPPED");
    }

    @Test
    void the_past_looks_like_the_present() {
        String order = shipped();
        shop().awaitReadModels();
        JsonNode present = shop().get(order).body();
        JsonNode past = shop().get(order + "?version=3").body();
        for (String field : present.propertyNames()) {
            if (!field.equals("placedAt")) {
                assertThat(past.get(field)).as(field).isEqualTo(present.get(field));
            }
        }
        assertThat(past.get("position").asLong())
                .isEqualTo(shop().get(order + "/history")
                        .body()
                        .at("/events/2/position")
                        .asLong());
    }

    @Test
    void an_order_is_shown_as_it_was_at_and_between_the_times_of_its_events() {
        String order = shipped();
        List<Instant> times = times(order);
        assertThat(statusAt(order, times.get(0))).isEqualTo("PLACED");
        assertThat(statusAt(order, times.get(1).minusNanos(MICROSECOND))).isEqualTo("PLACED");
        assertThat(statusAt(order, times.get(1))).isEqualTo("PAID");
        assertThat(statusAt(order, times.get(2).minusNanos(MICROSECOND))).isEqualTo("PAID");
        assertThat(statusAt(order, times.get(2))).isEqualTo("SHIPPED");
        assertThat(statusAt(order, times.get(2).plusSeconds(86_400))).isEqualTo("SHIPPED");
    }

    private String statusAt(String order, Instant instant) {
        Answer answer = shop().get(order + "?at=" + instant);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text("/status");
    }

    @Test
    void what_was_answered_is_in_the_past_at_once() {
        String id = newId();
        String order = "/api/orders/" + id;
        shop().place(order(id, "ada"));
        assertThat(shop().get(order + "?version=1").status()).isEqualTo(200);
        shop().post(order + "/payment");
        assertThat(shop().get(order + "?version=2").text("/status")).isEqualTo("PAID");
    }

    @Test
    void before_it_was_placed_there_was_no_order() {
        String order = shipped();
        Answer answer = shop().get(order + "?at=" + times(order).getFirst().minusNanos(MICROSECOND));
        assertNotFound(answer);
        assertThat(answer.text("/detail")).startsWith("There was no order ");
    }

    @Test
    void a_version_that_is_not_reached_is_not_found_and_the_last_one_named() {
        String order = shipped();
        for (String path : List.of("?version=4", "/diff?from=1&to=4", "/diff?from=999&to=1")) {
            Answer answer = shop().get(order + path);
            assertNotFound(answer);
            assertThat(answer.text("/detail")).endsWith("has no such version yet, its last is 3");
        }
    }

    @Test
    void an_order_that_was_never_placed_has_no_past() {
        for (String path : List.of("?version=1", "?at=2026-01-31T12:00:00Z", "/diff?from=1&to=2")) {
            assertNotFound(shop().get("/api/orders/unknown" + path));
        }
    }

    @Test
    void two_versions_are_compared() {
        String order = shipped();
        Answer answer = shop().get(order + "/diff?from=1&to=3");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(order).endsWith(answer.text("/orderId"));
        assertThat(answer.body().get("from").asInt()).isEqualTo(1);
        assertThat(answer.body().get("to").asInt()).isEqualTo(3);
        assertThat(answer.body().get("changes"))
                .hasToString("[{\"path\":\"/status\",\"before\":\"PLACED\",\"after\":\"SHIPPED\"}]");
        assertThat(shop().get(order + "/diff?from=3&to=1").body().get("changes"))
                .hasToString("[{\"path\":\"/status\",\"before\":\"SHIPPED\",\"after\":\"PLACED\"}]");
        assertThat(shop().get(order + "/diff?from=2&to=2").body().get("changes"))
                .isEmpty();
    }

    @Test
    void an_order_is_compared_with_what_was_before_it() {
        JsonNode changes = shop().get(shipped() + "/diff?from=0&to=1").body().get("changes");
        assertThat(changes).hasSize(1);
        assertThat(changes.at("/0/path").asString()).isEmpty();
        assertThat(changes.at("/0/before")).isEmpty();
        assertThat(changes.at("/0/after/items/0/productId").asString()).isEqualTo("tea");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?version=0                            | version
            ?version=-1                           | version
            ?version=x                            | version
            ?version=                             | version
            ?version=1.0                          | version
            ?version=9999999999999999999          | version
            ?at=                                  | at
            ?at=yesterday                         | at
            ?at=2026-01-31                        | at
            ?at=2026-02-30T12:00:00Z              | at
            ?at=2026-01-31T12:00:00               | at
            ?version=1&at=2026-01-31T12:00:00Z    | at
            /diff?from=1                          | to
            /diff?to=1                            | from
            /diff?from=x&to=1                     | from
            /diff?from=1&to=-1                    | to
            """)
    void a_past_that_is_wrongly_asked_for_is_refused_and_the_parameter_named(String query, String field) {
        Answer answer = shop().get("/api/orders/42" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(texts(answer.body().get("errors"), "/field")).containsExactly(field);
    }

    @Test
    void the_past_of_an_impossible_id_is_refused() {
        for (String path : List.of("?version=1", "?at=2026-01-31T12:00:00Z", "/diff?from=1&to=2")) {
            Answer answer = shop().get("/api/orders/-1" + path);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(texts(answer.body().get("errors"), "/field")).containsExactly("orderId");
        }
    }

    private static void assertNotFound(Answer answer) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
}
