package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import dev.daybook.store.Position;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer here is problem details, and nothing is ever stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WrongRequestsTest {

    private static final String ITEM = "{\"productId\": \"tea\", \"quantity\": 1, \"unitPrice\": 1}";
    private static final int BODY_LIMIT = 2_000;

    private final RunningShop shop;
    private Position headBefore = Position.START;

    WrongRequestsTest(@TempDir Path data) {
        shop = RunningShop.open("orders.data=" + data, "orders.body-limit=" + BODY_LIMIT + "B");
    }

    @BeforeEach
    void noteTheHead() {
        headBefore = shop.store().head();
    }

    @AfterEach
    void nothingWasStored() {
        assertThat(shop.store().head()).isEqualTo(headBefore);
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "\"text\"",
                "null",
                "{\"customerId\": }",
                "{} {}",
                "{\"items\": [], \"items\": []}"
            })
    void a_body_that_is_no_order_is_refused(String body) {
        for (Answer answer : List.of(shop.place(body), shop.enqueue(body))) {
            assertProblem(answer, 400);
            assertThat(answer.body().toString()).doesNotContain("dev.daybook", "jackson", "Exception");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"items": [ITEM]}                                                                 | customerId
            {"customerId": null, "items": [ITEM]}                                             | customerId
            {"customerId": "", "items": [ITEM]}                                               | customerId
            {"customerId": "a\\u0000", "items": [ITEM]}                                       | customerId
            {"customerId": 7, "items": [ITEM]}                                                | customerId
            {"customerId": "ada"}                                                             | items
            {"customerId": "ada", "items": []}                                                | items
            {"customerId": "ada", "items": {}}                                                | items
            {"customerId": "ada", "items": [ITEM, null]}                                      | items[1]
            {"customerId": "ada", "items": [7]}                                               | items[0]
            {"customerId": "ada", "items": [{"quantity": 1, "unitPrice": 1}]}                 | items[0].productId
            {"customerId": "ada", "items": [{"productId": "tea", "unitPrice": 1}]}            | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "tea", "quantity": 1}]}             | items[0].unitPrice
            {"customerId": "ada", "items": [{"productId": "p", "quantity": -1, "unitPrice": 1}]}   | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 1.5, "unitPrice": 1}]}  | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "p", "quantity": "2", "unitPrice": 1}]}  | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 9e99, "unitPrice": 1}]} | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 99999999999, "unitPrice": 1}]} | items[0].quantity
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 1, "unitPrice": -1}]}   | items[0].unitPrice
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 1, "unitPrice": "1"}]}  | items[0].unitPrice
            {"customerId": "ada", "items": [{"productId": "p", "quantity": 1, "unitPrice": 0.001}]} | items[0].unitPrice
            {"customerId": "ada", "items": [ITEM], "orderId": "a/b"}                          | orderId
            {"customerId": "ada", "items": [ITEM], "orderID": "42"}                           | orderID
            """)
    void an_order_with_a_wrong_field_is_refused_and_the_field_named(String body, String field) {
        String order = body.replace("ITEM", ITEM);
        for (Answer answer : List.of(shop.place(order), shop.enqueue(order))) {
            assertProblem(answer, 400);
            assertThat(answer.text("/errors/0/field")).isEqualTo(field);
            assertThat(answer.text("/errors/0/message")).isNotBlank();
        }
    }

    @Test
    void all_missing_fields_are_named_at_once() {
        assertThat(fields(shop.place("{\"items\": [{}]}")))
                .containsExactly("customerId", "items[0].productId", "items[0].quantity", "items[0].unitPrice");
    }

    @Test
    void a_body_beyond_the_limit_is_refused_whether_or_not_it_says_how_long_it_is() {
        String body = "{\"customerId\": \"" + "a".repeat(BODY_LIMIT) + "\"}";
        assertProblem(shop.place(body), 413);
        assertProblem(
                shop.send(shop.request("/api/orders/sync", "Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))),
                413);
        assertProblem(shop.send(shop.request("/api/orders/42/payment").POST(BodyPublishers.ofString(body))), 413);
    }

    @Test
    void a_body_up_to_the_limit_is_read() {
        String order = "{\"customerId\": 7}";
        assertProblem(shop.place(order + " ".repeat(BODY_LIMIT - order.length())), 400);
        assertProblem(shop.place(order + " ".repeat(BODY_LIMIT + 1 - order.length())), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "a%20b", "%C3%A4", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void a_path_with_an_impossible_id_is_refused(String id) {
        for (Answer answer : List.of(
                shop.get("/api/orders/" + id),
                shop.get("/api/orders/" + id + "/history"),
                shop.post("/api/orders/" + id + "/payment"),
                shop.post("/api/orders/" + id + "/shipment"),
                shop.post("/api/orders/" + id + "/cancellation"))) {
            assertProblem(answer, 400);
            assertThat(fields(answer)).containsExactly("orderId");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=201, limit",
        "limit=-1, limit",
        "limit=x, limit",
        "limit=99999999999, limit",
        "status=LOST, status",
        "customerId=%00, customerId",
        "customerId=%20, customerId",
        "after=x, after",
        "after=1, after",
        "after=-1:42, after",
        "after=1:%00, after",
        "after=1:, after"
    })
    void a_list_with_a_wrong_parameter_is_refused_and_the_parameter_named(String query, String field) {
        Answer answer = shop.get("/api/orders?" + query);
        assertProblem(answer, 400);
        assertThat(fields(answer)).containsExactly(field);
    }

    @Test
    void a_correlation_id_that_is_none_is_refused_and_another_one_made_up() {
        for (String id : List.of("", "a\tb", "a".repeat(129))) {
            Answer answer = shop.post("/api/orders/42/payment", "X-Correlation-ID", id);
            assertProblem(answer, 400);
            assertThat(fields(answer)).containsExactly("X-Correlation-ID");
            assertThat(answer.header("X-Correlation-ID")).isNotEqualTo(id).hasSize(36);
        }
    }

    @Test
    void a_key_that_is_none_is_refused() {
        for (String key : List.of("", "a b", "a\tb", "a".repeat(256))) {
            for (Answer answer : List.of(
                    shop.enqueue("{\"customerId\": \"ada\", \"items\": [" + ITEM + "]}", "Idempotency-Key", key),
                    shop.place("{\"customerId\": \"ada\", \"items\": [" + ITEM + "]}", "Idempotency-Key", key),
                    shop.post("/api/orders/42/payment", "Idempotency-Key", key),
                    shop.post("/api/orders/42/shipment", "Idempotency-Key", key),
                    shop.post("/api/orders/42/cancellation", "Idempotency-Key", key))) {
                assertProblem(answer, 400);
                assertThat(fields(answer)).containsExactly("Idempotency-Key");
            }
        }
        String[] twoKeys = {"Idempotency-Key", "a", "Idempotency-Key", "b"};
        assertThat(fields(shop.post("/api/orders/42/payment", twoKeys))).containsExactly("Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "1-1-1-1-1", "00000000-0000-0000-0000-00000000000g"})
    void a_path_with_an_impossible_command_id_is_refused(String id) {
        Answer answer = shop.get("/api/commands/" + id);
        assertProblem(answer, 400);
        assertThat(fields(answer)).containsExactly("commandId");
    }

    @ParameterizedTest
    @CsvSource({"42?limit=0, limit", "42?limit=1001, limit", "42?limit=x, limit", "%C3%A4, correlationId"})
    void a_trace_that_is_wrongly_asked_for_is_refused(String path, String field) {
        Answer answer = shop.get("/api/traces/" + path);
        assertProblem(answer, 400);
        assertThat(fields(answer)).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/error", "/api", "/api/orders/", "/api/orders/42/nothing", "/application.properties"})
    void an_unknown_path_is_not_found(String path) {
        assertProblem(shop.get(path), 404);
    }

    @Test
    void a_method_that_a_path_does_not_have_is_not_allowed() {
        assertProblem(shop.post("/api/commands/" + UUID.randomUUID()), 405);
        assertProblem(shop.post("/api/traces/42"), 405);
        assertProblem(shop.get("/api/orders/42/payment"), 405);
        assertProblem(shop.send(shop.request("/api/orders/42").DELETE()), 405);
        assertProblem(shop.send(shop.request("/api/orders").method("TRACE", BodyPublishers.noBody())), 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void an_order_in_another_form_than_json_is_not_supported(String mediaType) {
        assertProblem(
                shop.send(shop.request("/api/orders/sync", "Content-Type", mediaType)
                        .POST(BodyPublishers.ofString("customerId=ada"))),
                415);
        assertProblem(
                shop.send(shop.request("/api/orders", "Content-Type", mediaType)
                        .POST(BodyPublishers.ofString("customerId=ada"))),
                415);
    }

    @Test
    void an_answer_in_another_form_than_json_is_not_to_be_had() {
        assertProblem(shop.get("/api/orders", "Accept", "text/html"), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders/a%2Fb", "/api/orders/%00", "/api/orders?limit=%FF%FE"})
    void what_the_server_itself_turns_down_is_a_problem_too(String path) {
        assertProblem(shop.get(path), 400);
    }

    private static List<String> fields(Answer answer) {
        return answer.body()
                .get("errors")
                .valueStream()
                .map(error -> error.get("field").asString())
                .toList();
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.text("/title")).isNotBlank();
        assertThat(answer.text("/detail")).isNotBlank();
        assertThat(answer.text("/correlationId")).isNotBlank().isEqualTo(answer.header("X-Correlation-ID"));
    }
}
