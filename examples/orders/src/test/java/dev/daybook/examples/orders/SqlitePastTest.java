package dev.daybook.examples.orders;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlitePastTest extends PastRequestsContract {

    private final RunningShop shop;

    SqlitePastTest(@TempDir Path data) {
        shop = RunningShop.open("orders.data=" + data);
    }

    @Override
    RunningShop shop() {
        return shop;
    }

    @AfterAll
    void close() {
        shop.close();
    }
}
