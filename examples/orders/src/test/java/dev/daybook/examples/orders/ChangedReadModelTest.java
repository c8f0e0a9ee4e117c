package dev.daybook.examples.orders;

import static dev.daybook.examples.orders.OrderRequestsContract.newId;
import static dev.daybook.examples.orders.OrderRequestsContract.order;
import static dev.daybook.examples.orders.OrderRequestsContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.ShopClient.Answer;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of orders is made anew for another release of the shop, and what the one before made serves until then. */
final class ChangedReadModelTest {

    private static final String REACHED = "Daybook-Position";
    private static final String WANTED = "Daybook-Min-Position";

    @TempDir
    private Path data;

    @Test
    void what_the_release_before_made_is_shown_until_it_is_made_anew() throws SQLException {
        String id = newId();
        String placed;
        try (RunningShop shop = open()) {
            placed = shop.place(order(id, "ada")).header(REACHED);
            shop.awaitReadModels();
        }
        makeTheListOneOfAnotherRelease();
        try (RunningShop shop = open()) {
            Answer any = shop.get("/api/orders");
            assertThat(any.status()).isEqualTo(200);
            assertThat(any.header(REACHED)).isEqualTo(placed);
            Answer seen = shop.awaitOk("/api/orders", WANTED, placed);
            assertThat(texts(seen.body().get("orders"), "/orderId")).containsExactly(id);

            String paid = shop.post("/api/orders/" + id + "/payment").header(REACHED);
            Answer behind = shop.get("/api/orders", WANTED, paid);
            assertThat(behind.status()).isEqualTo(503);
            assertThat(behind.text("/code")).isEqualTo("read-model-behind");
            assertThat(shop.get("/api/orders").status()).isEqualTo(200);
            assertThat(shop.awaitOk("/api/orders/" + id, WANTED, paid).text("/status"))
                    .isEqualTo("PAID");

            assertThat(shop.ordering().projection(OrderSummary.PROJECTION).resumeRebuild())
                    .isTrue();
            assertThat(shop.awaitOk("/api/orders", WANTED, paid).text("/orders/0/status"))
                    .isEqualTo("PAID");
        }
    }

    private RunningShop open() {
        return RunningShop.open("orders.data=" + data, "orders.read-within=100ms");
    }

    /** As if another definition had made it; that it is made anew is paused, so that it takes as long as the test. */
    private void makeTheListOneOfAnotherRelease() throws SQLException {
        Path file = data.resolve("orders.db");
        String list = OrderSummary.PROJECTION.name();
        String ours;
        try (SqlEventStore store = SqlEventStore.sqlite(file)) {
            ours = store.documents().generations().list(list).getFirst().fingerprint();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE generation SET fingerprint = 'other' WHERE collection = '" + list + "'");
        }
        try (SqlEventStore store = SqlEventStore.sqlite(file)) {
            Generations generations = store.documents().generations();
            Generation begun = generations.begin(OrderSummary.PROJECTION.collection(), ours);
            assertThat(generations.pause(list, begun.number())).isTrue();
        }
    }
}
