package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.newId;
import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static dev.daybook.examples.orders.OrderRequestsContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import dev.daybook.store.Intervention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests while commands cannot be carried out. */
final class FullLaneTest {

    private static final int BURST = 200;

    @TempDir
    Path data;

    /** A lane of capacity 1: as many commands again find room beside those that are parked. Returns one of those. */
    private static UUID fill(RunningShop shop) {
        shop.park("other");
        return shop.park("obstacle");
    }

    @Test
    void a_full_lane_answers_when_to_try_again_and_keeps_nothing() {
        try (RunningShop shop = open("orders.lane.capacity=1")) {
            UUID obstacle = fill(shop);
            String id = newId();
            assertLaneFull(shop.enqueue(order(id, "ada"), "Idempotency-Key", id));
            assertLaneFull(shop.place(order(id, "ada")));
            assertLaneFull(shop.post("/api/orders/" + id + "/payment"));
            assertThat(shop.get("/api/orders").status()).isEqualTo(200);
            discard(shop, obstacle);
            Answer accepted = shop.enqueue(order(id, "ada"), "Idempotency-Key", id);
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(shop.awaitOutcome(accepted).text("/status")).isEqualTo("accepted");
        }
    }

    @Test
    void a_full_lane_still_answers_what_it_has_answered_before() {
        try (RunningShop shop = open("orders.lane.capacity=1")) {
            String body = order(newId(), "ada");
            Answer first = shop.place(body, "Idempotency-Key", "before");
            fill(shop);
            assertThat(shop.place(body, "Idempotency-Key", "before").body()).isEqualTo(first.body());
            assertThat(shop.place(order(newId(), "ada"), "Idempotency-Key", "before")
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void a_full_lane_lets_requests_wait_up_to_a_time() {
        String[] wait = {"orders.lane.capacity=1", "orders.lane.when-full=wait", "orders.lane.wait-at-most=300ms"};
        try (RunningShop shop = open(wait)) {
            fill(shop);
            long start = System.nanoTime();
            assertLaneFull(shop.enqueue(order(newId(), "ada")));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void a_request_that_waits_is_accepted_once_there_is_room() {
        String[] wait = {"orders.lane.capacity=1", "orders.lane.when-full=wait", "orders.lane.wait-at-most=25s"};
        try (RunningShop shop = open(wait)) {
            UUID obstacle = fill(shop);
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> shop.enqueue(order(newId(), "ada")));
            discard(shop, obstacle);
            assertThat(answer.join().status()).isEqualTo(202);
        }
    }

    @Test
    void a_lane_that_overflows_takes_a_burst_and_carries_out_all_of_it() throws Exception {
        try (RunningShop shop = open("orders.lane.capacity=1", "orders.lane.when-full=overflow");
                ExecutorService senders = Executors.newFixedThreadPool(20)) {
            List<Future<Answer>> sent = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                sent.add(senders.submit(() -> shop.enqueue(order(newId(), "ada"))));
            }
            for (Future<Answer> answer : sent) {
                assertThat(answer.get().status()).isEqualTo(202);
                assertThat(shop.awaitOutcome(answer.get()).text("/status")).isEqualTo("accepted");
            }
            assertThat(shop.store().head().value()).isEqualTo(BURST);
        }
    }

    @Test
    void a_parked_command_shows_its_error_and_those_behind_it_wait() {
        try (RunningShop shop = open("orders.answer-within=200ms")) {
            UUID parked = shop.park("42");
            Answer status = shop.get("/api/commands/" + parked);
            assertThat(status.text("/status")).isEqualTo("parked");
            assertThat(status.text("/orderId")).isEqualTo("42");
            assertThat(status.text("/error")).contains("order.unknown");
            assertThat(status.body().get("attempts").asInt()).isEqualTo(1);
            Answer behind = shop.enqueue(order("42", "ada"), "X-Correlation-ID", "behind");
            assertThat(shop.get(behind.text("/status")).text("/status")).isEqualTo("pending");
            assertThat(texts(shop.get("/api/traces/behind").body().get("commands"), "/status"))
                    .containsExactly("pending");
            discard(shop, parked);
            assertThat(shop.awaitOutcome(behind).text("/status")).isEqualTo("accepted");
            Answer discarded = shop.get("/api/commands/" + parked);
            assertThat(discarded.text("/status")).isEqualTo("failed");
            assertThat(discarded.text("/error")).contains("Grace", "is no command");
        }
    }

    @Test
    void who_has_waited_for_the_outcome_long_enough_is_told_where_to_ask_for_it() {
        try (RunningShop shop = open("orders.answer-within=200ms")) {
            UUID parked = shop.park("42");
            Answer placed = shop.place(order("42", "ada"), "Idempotency-Key", "late");
            assertThat(placed.status()).isEqualTo(202);
            assertThat(placed.header("Location")).isEqualTo("/api/orders/42");
            assertThat(placed.text("/orderId")).isEqualTo("42");
            assertThat(shop.post("/api/orders/42/payment").status()).isEqualTo(202);
            discard(shop, parked);
            assertThat(shop.awaitOutcome(placed).text("/status")).isEqualTo("accepted");
            Answer again = shop.awaitChange(() -> Optional.of(shop.place(order("42", "ada"), "Idempotency-Key", "late"))
                    .filter(answer -> answer.status() != 202));
            assertThat(again.status()).isEqualTo(201);
        }
    }

    @Test
    void what_was_accepted_is_carried_out_by_a_shop_with_another_strategy() {
        Answer accepted;
        UUID parked;
        try (RunningShop shop = open()) {
            parked = shop.park("42");
            accepted = shop.enqueue(order("42", "ada"));
        }
        try (RunningShop shop = open("orders.lane.when-full=overflow")) {
            discard(shop, parked);
            assertThat(shop.awaitOutcome(accepted).text("/status")).isEqualTo("accepted");
        }
    }

    @Test
    void a_shop_that_is_stopping_takes_no_more_commands() {
        try (RunningShop shop = open()) {
            shop.place(order("42", "ada"));
            shop.awaitReadModels();
            shop.ordering().stop(Duration.ofSeconds(10));
            List<Answer> answers = List.of(
                    shop.enqueue(order(newId(), "ada")),
                    shop.place(order(newId(), "ada")),
                    shop.post("/api/orders/42/payment"));
            assertThat(answers).allSatisfy(answer -> assertUnavailable(answer, "stopping"));
            assertThat(shop.get("/api/orders/42").status()).isEqualTo(200);
        }
    }

    private RunningShop open(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("orders.data=" + data);
        return RunningShop.open(all.toArray(String[]::new));
    }

    private static void discard(RunningShop shop, UUID parked) {
        assertThat(shop.ordering().commands().operations().discard(parked, new Intervention("Grace", "is no command")))
                .isTrue();
    }

    private static void assertLaneFull(Answer answer) {
        assertUnavailable(answer, "lane-full");
    }

    private static void assertUnavailable(Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("/code")).isEqualTo(code);
        assertThat(answer.text("/detail")).isNotBlank();
        assertThat(answer.text("/correlationId")).isEqualTo(answer.header("X-Correlation-ID"));
    }
}
