package dev.daybook.examples.orders;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqliteCommandsTest extends CommandRequestsContract {

    private final RunningShop shop;

    SqliteCommandsTest(@TempDir Path data) {
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
