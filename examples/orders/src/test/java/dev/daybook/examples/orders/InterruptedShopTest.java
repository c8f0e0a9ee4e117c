package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop that ends in the middle of its work, and one that goes on with what it left. */
final class InterruptedShopTest {

    private static final int SENDERS = 8;
    private static final int BEFORE_THE_END = 100;

    @TempDir
    Path folder;

    @Test
    void every_order_that_a_killed_shop_has_accepted_is_placed_once() throws Exception {
        interrupt(ShopProcess::kill);
    }

    @Test
    void every_order_that_a_stopping_shop_has_accepted_is_placed_once() throws Exception {
        interrupt(ShopProcess::close);
    }

    @Test
    void a_killed_shop_has_its_answers_again() throws Exception {
        Answer refused;
        Answer placed;
        try (ShopProcess shop = ShopProcess.open(folder)) {
            refused = shop.post("/api/orders/42/payment", "Idempotency-Key", "pay", "X-Correlation-ID", "pay");
            placed = shop.place(order("42", "ada"), "Idempotency-Key", "place");
            shop.kill();
        }
        try (RunningShop shop = reopen()) {
            Answer refusedAgain =
                    shop.post("/api/orders/42/payment", "Idempotency-Key", "pay", "X-Correlation-ID", "pay");
            assertThat(refusedAgain.status()).isEqualTo(409);
            assertThat(refusedAgain.body()).isEqualTo(refused.body());
            Answer placedAgain = shop.place(order("42", "ada"), "Idempotency-Key", "place");
            assertThat(placedAgain.status()).isEqualTo(201);
            assertThat(placedAgain.body()).isEqualTo(placed.body());
            assertThat(shop.place(order("42", "bob"), "Idempotency-Key", "place")
                            .status())
                    .isEqualTo(422);
        }
    }

    private void interrupt(Consumer<ShopProcess> end) throws Exception {
        Map<String, Answer> accepted = new ConcurrentHashMap<>();
        try (ShopProcess shop = ShopProcess.open(folder);
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            CountDownLatch some = new CountDownLatch(BEFORE_THE_END);
            AtomicInteger next = new AtomicInteger();
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> {
                    String key = "key-" + next.incrementAndGet();
                    for (Answer answer = send(shop, key); answer != null; answer = send(shop, key)) {
                        if (answer.status() == 202) {
                            accepted.put(key, answer);
                            some.countDown();
                        }
                        key = "key-" + next.incrementAndGet();
                    }
                });
            }
            some.await();
            end.accept(shop);
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(BEFORE_THE_END);
        try (RunningShop shop = reopen();
                ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> checks = new ArrayList<>();
            accepted.forEach((key, answer) -> checks.add(senders.submit(() -> assertPlacedOnce(shop, key, answer))));
            for (Future<?> check : checks) {
                check.get();
            }
        }
    }

    /** Null once the shop has ended. */
    private static @Nullable Answer send(ShopProcess shop, String key) {
        try {
            return shop.enqueue(order(key, "ada"), "Idempotency-Key", key);
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private static void assertPlacedOnce(RunningShop shop, String key, Answer accepted) {
        assertThat(shop.enqueue(order(key, "ada"), "Idempotency-Key", key).body())
                .isEqualTo(accepted.body());
        // It waits behind the order.
        Answer paid = shop.post("/api/orders/" + key + "/payment");
        assertThat(paid.body().get("version").asLong()).isEqualTo(2);
        Answer status = shop.get(accepted.text("/status"));
        assertThat(status.text("/status")).isEqualTo("accepted");
        assertThat(status.body().get("version").asLong()).isEqualTo(1);
    }

    private RunningShop reopen() {
        return RunningShop.open("orders.data=" + folder.resolve("data"), "orders.answer-within=25s");
    }
}
