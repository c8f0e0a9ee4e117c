package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.newId;
import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static dev.daybook.examples.orders.OrderRequestsContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How the shop takes, repeats and tracks commands, whatever it keeps its events in. */
abstract class CommandRequestsContract {

    private static final String KEY = "Idempotency-Key";
    private static final int SENDERS = 16;

    abstract RunningShop shop();

    @Test
    void an_order_is_accepted_first_and_placed_then() {
        String id = newId();
        Answer accepted = shop().enqueue(order(id, "ada"), "X-Correlation-ID", "async " + id);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo("/api/orders/" + id);
        assertThat(accepted.header("X-Correlation-ID")).isEqualTo("async " + id);
        assertThat(accepted.text("/orderId")).isEqualTo(id);
        assertThat(accepted.text("/status")).isEqualTo("/api/commands/" + accepted.text("/commandId"));
        Answer outcome = shop().awaitOutcome(accepted);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.text("/status")).isEqualTo("accepted");
        assertThat(outcome.text("/commandId")).isEqualTo(accepted.text("/commandId"));
        assertThat(outcome.text("/orderId")).isEqualTo(id);
        assertThat(outcome.body().get("version").asLong()).isEqualTo(1);
        assertThat(outcome.body().get("position").asLong())
                .isEqualTo(shop().store().head().value());
        shop().awaitReadModels();
        assertThat(shop().get(accepted.header("Location")).text("/status")).isEqualTo("PLACED");
    }

    @Test
    void what_an_order_is_asked_for_happens_in_order() {
        String id = newId();
        shop().enqueue(order(id, "ada"));
        Answer paid = shop().post("/api/orders/" + id + "/payment");
        assertThat(paid.status()).isEqualTo(200);
        assertThat(paid.body().get("version").asLong()).isEqualTo(2);
    }

    @Test
    void an_accepted_order_that_a_rule_forbids_is_refused_with_its_code() {
        String id = newId();
        shop().place(order(id, "ada"));
        Answer outcome = shop().awaitOutcome(shop().enqueue(order(id, "ada")));
        assertThat(outcome.text("/status")).isEqualTo("refused");
        assertThat(outcome.text("/code")).isEqualTo("order-already-placed");
        assertThat(outcome.text("/reason")).contains(id);
        assertThat(outcome.body().has("version")).isFalse();
    }

    @Test
    void a_command_that_is_not_known_is_not_found() {
        Answer answer = shop().get("/api/commands/" + UUID.randomUUID());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/sync"})
    void placing_again_with_the_same_key_gives_the_same_answer_and_one_order(String path) {
        String key = newId();
        for (String body : List.of(order(newId(), "ada"), withoutId("bob"))) {
            Answer first = place(path, body, KEY, key + body.length());
            Answer again = place(path, body, KEY, key + body.length());
            assertSame(again, first);
            assertThat(first.status()).isEqualTo(path.endsWith("sync") ? 201 : 202);
            Answer paid = shop().post(first.header("Location") + "/payment");
            assertThat(paid.body().get("version").asLong()).isEqualTo(2);
        }
    }

    @Test
    void every_change_of_an_order_with_the_same_key_gives_the_same_answer_and_is_made_once() {
        String id = newId();
        shop().place(order(id, "ada"));
        List<Answer> firsts = new ArrayList<>();
        for (String change : List.of("payment", "cancellation")) {
            Answer first = shop().post("/api/orders/" + id + "/" + change, KEY, id + change);
            assertThat(first.status()).isEqualTo(200);
            firsts.add(first);
        }
        assertSame(shop().post("/api/orders/" + id + "/payment", KEY, id + "payment"), firsts.get(0));
        assertSame(shop().post("/api/orders/" + id + "/cancellation", KEY, id + "cancellation"), firsts.get(1));
        assertThat(events(id)).hasSize(3);
    }

    @Test
    void a_shipment_with_the_same_key_gives_the_same_answer_and_is_made_once() {
        String id = newId();
        shop().place(order(id, "ada"));
        shop().post("/api/orders/" + id + "/payment");
        Answer first = shop().post("/api/orders/" + id + "/shipment", KEY, id);
        assertThat(first.status()).isEqualTo(200);
        assertSame(shop().post("/api/orders/" + id + "/shipment", KEY, id), first);
        assertThat(events(id)).hasSize(3);
    }

    @Test
    void a_refusal_with_a_key_stays_though_the_rule_would_allow_it_by_now() {
        String id = newId();
        String payment = "/api/orders/" + id + "/payment";
        String[] headers = {KEY, id, "X-Correlation-ID", "the same"};
        Answer refused = shop().post(payment, headers);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("order-not-placed");
        shop().place(order(id, "ada"));
        assertSame(shop().post(payment, headers), refused);
        assertThat(shop().post(payment, KEY, "another-" + id).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/orders, /api/orders",
        "/api/orders, /api/orders/sync",
        "/api/orders/sync, /api/orders",
        "/api/orders/sync, /api/orders/sync"
    })
    void a_key_with_another_body_is_refused_and_that_body_has_no_effect(String path, String otherPath) {
        String key = newId();
        String id = newId();
        String other = newId();
        Answer first = place(path, order(id, "ada"), KEY, key);
        assertReused(place(otherPath, order(other, "ada"), KEY, key));
        assertReused(place(otherPath, order(id, "bob"), KEY, key));
        assertReused(place(otherPath, withoutId("ada"), KEY, key));
        assertSame(place(path, order(id, "ada"), KEY, key), first);
        assertThat(shop().get("/api/orders/" + other + "/history").status()).isEqualTo(404);
    }

    @Test
    void a_key_on_another_path_is_refused_and_has_no_effect() {
        String id = newId();
        String other = newId();
        shop().place(order(id, "ada"), KEY, "place-" + id);
        shop().place(order(other, "ada"));
        assertReused(shop().post("/api/orders/" + id + "/payment", KEY, "place-" + id));
        shop().post("/api/orders/" + id + "/payment", KEY, id);
        assertReused(shop().post("/api/orders/" + id + "/shipment", KEY, id));
        assertReused(shop().post("/api/orders/" + other + "/payment", KEY, id));
        assertReused(shop().enqueue(order(newId(), "ada"), KEY, id));
        assertThat(events(id)).hasSize(2);
        assertThat(events(other)).hasSize(1);
    }

    @Test
    void both_ways_to_place_an_order_are_the_same_request() {
        String key = newId();
        Answer accepted = shop().enqueue(withoutId("ada"), KEY, key);
        Answer placed = shop().place(withoutId("ada"), KEY, key);
        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.text("/orderId")).isEqualTo(accepted.text("/orderId"));
        assertThat(placed.body().get("version").asLong()).isEqualTo(1);
        assertThat(events(placed.text("/orderId"))).hasSize(1);
    }

    @Test
    void a_request_that_was_not_acceptable_does_not_use_up_its_key() {
        String key = newId();
        assertThat(shop().enqueue("{\"customerId\": \"ada\"}", KEY, key).status())
                .isEqualTo(400);
        assertThat(shop().enqueue(withoutId("ada"), KEY, key).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/sync"})
    void many_at_once_with_one_key_get_one_answer(String path) throws Exception {
        String key = newId();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                requests.add(() -> place(path, withoutId("ada"), KEY, key));
            }
            for (Future<Answer> answer : senders.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).allSatisfy(answer -> assertSame(answer, answers.getFirst()));
        String id = answers.getFirst().text("/orderId");
        assertThat(shop().post("/api/orders/" + id + "/payment")
                        .body()
                        .get("version")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void a_trace_shows_commands_and_events_of_one_correlation_id_in_order() {
        String id = newId();
        String[] header = {"X-Correlation-ID", "trace " + id};
        Answer placed = shop().enqueue(order(id, "ada"), header);
        shop().post("/api/orders/" + id + "/payment", header);
        shop().post("/api/orders/" + id + "/payment", header);
        shop().place(order(newId(), "bob"));
        indexTraces();
        Answer trace = shop().get("/api/traces/trace%20" + id);
        assertThat(trace.status()).isEqualTo(200);
        assertThat(trace.text("/correlationId")).isEqualTo("trace " + id);
        JsonNode commands = trace.body().get("commands");
        assertThat(texts(commands, "/type")).containsExactly("order.place-order", "order.pay-order", "order.pay-order");
        assertThat(texts(commands, "/status")).containsExactly("accepted", "accepted", "refused");
        assertThat(texts(commands, "/orderId")).containsOnly(id);
        assertThat(commands.get(0).get("commandId").asString()).isEqualTo(placed.text("/commandId"));
        assertThat(commands.get(2).get("code").asString()).isEqualTo("order-already-paid");
        assertThat(texts(commands, "/decidedAt")).isSorted().allMatch(time -> time.endsWith("Z"));
        JsonNode events = trace.body().get("events");
        assertThat(texts(events, "/type")).containsExactly("order-placed", "order-paid");
        assertThat(texts(events, "/orderId")).containsOnly(id);
        assertThat(texts(events, "/version")).containsExactly("1", "2");
        assertThat(texts(events, "/causationId"))
                .isEqualTo(texts(commands, "/commandId").subList(0, 2));
        assertThat(texts(events, "/recordedAt")).isSorted().allMatch(time -> time.endsWith("Z"));
        assertThat(events.get(0).at("/data/customerId").asString()).isEqualTo("ada");
    }

    @Test
    void a_trace_is_as_long_as_is_asked_for() {
        String id = newId();
        String[] header = {"X-Correlation-ID", id};
        shop().place(order(id, "ada"), header);
        shop().post("/api/orders/" + id + "/payment", header);
        indexTraces();
        Answer trace = shop().get("/api/traces/" + id + "?limit=1");
        assertThat(texts(trace.body().get("commands"), "/type")).containsExactly("order.place-order");
        assertThat(texts(trace.body().get("events"), "/type")).containsExactly("order-placed");
    }

    @Test
    void the_trace_of_an_unknown_correlation_id_is_empty() {
        Answer trace = shop().get("/api/traces/" + newId());
        assertThat(trace.status()).isEqualTo(200);
        assertThat(trace.body().get("commands")).isEmpty();
        assertThat(trace.body().get("events")).isEmpty();
    }

    private Answer place(String path, String body, String... headers) {
        return path.endsWith("sync") ? shop().place(body, headers) : shop().enqueue(body, headers);
    }

    private JsonNode events(String orderId) {
        return shop().get("/api/orders/" + orderId + "/history").body().get("events");
    }

    private void indexTraces() {
        boolean done = false;
        while (!done) {
            done = shop().store().traces().index(1_000);
        }
    }

    private static String withoutId(String customer) {
        return order("unused", customer).replace("\"orderId\": \"unused\", ", "");
    }

    private static void assertSame(Answer answer, Answer first) {
        assertThat(answer.status()).isEqualTo(first.status());
        assertThat(answer.body()).isEqualTo(first.body());
        assertThat(answer.header("Location")).isEqualTo(first.header("Location"));
    }

    private static void assertReused(Answer answer) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("/code")).isEqualTo("idempotency-key-reused");
    }
}
