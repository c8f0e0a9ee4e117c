package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.sql.SqlEventStore;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as it is started, in a process of its own where that matters. */
final class CommandLineTest {

    @TempDir
    Path folder;

    @Test
    void the_shop_says_where_it_is_and_keeps_its_data_below_the_current_folder() throws Exception {
        try (ShopProcess shop = ShopProcess.open(folder)) {
            assertThat(shop.get("/api/orders").status()).isEqualTo(200);
            assertThat(folder.resolve("data/orders.db")).exists();
        }
    }

    @ParameterizedTest
    @CsvSource({"reject, 503, 0", "wait, 503, 5", "overflow, 202, 0"})
    void each_strategy_for_a_full_lane_can_be_chosen(String strategy, int status, int seconds) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (SqlEventStore store = SqlEventStore.sqlite(data.resolve("orders.db"))) {
            RunningShop.enqueueUnknown(store, "obstacle");
            RunningShop.enqueueUnknown(store, "other"); // beside one that is parked there is room for one more
        }
        try (ShopProcess shop = ShopProcess.open(folder, "--when-full", strategy, "--lane-capacity", "1")) {
            long start = System.nanoTime();
            assertThat(shop.enqueue(OrderRequestsContract.order("42", "ada")).status())
                    .isEqualTo(status);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void help_shows_every_option() {
        StringWriter help = new StringWriter();
        int status = DemoCommand.commandLine().setOut(new PrintWriter(help)).execute("demo", "--help");
        assertThat(status).isZero();
        assertThat(help.toString())
                .contains("--port", "--data", "--store", "--lane-capacity", "--when-full", "reject|wait|overflow")
                .contains("--payment-limit", "30m");
    }

    @Test
    void a_port_in_use_is_said_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertProcessFails(1, "Port " + port + " is in use", "demo", "--port", port);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_said_in_one_line() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertFails(1, file + "/data/orders.db", "demo", "--port", "0", "--data", file + "/data");
    }

    @Test
    void a_postgres_that_does_not_answer_is_said_in_one_line() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // taken, and nobody listens
            String address = "127.0.0.1:" + silent.getLocalPort();
            String url = "jdbc:postgresql://" + address + "/shop?user=shop&password=secret";
            assertThat(assertFails(1, "PostgreSQL", "demo", "--port", "0", "--store", url))
                    .contains(address)
                    .doesNotContain("secret");
        }
    }

    @Test
    void a_program_that_is_started_wrongly_says_so_and_ends() throws Exception {
        assertProcessFails(2, "--nonsense", "demo", "--nonsense");
    }

    @ParameterizedTest
    @CsvSource({
        "demo more, more",
        "demo --port, --port",
        "demo --port 65536, 65536",
        "demo --port x, 'x'",
        "demo --store mysql://x, mysql://x",
        "demo --when-full never, 'never'",
        "demo --when-full REJECT, 'REJECT'",
        "demo --when-full, --when-full",
        "demo --lane-capacity 0, '0'",
        "demo --lane-capacity -1, '-1'",
        "demo --lane-capacity 1000001, 1000000",
        "demo --lane-capacity x, 'x'",
        "demo --payment-limit 0m, '0m'",
        "demo --payment-limit 30, '30'",
        "demo --payment-limit 1y, 30m",
        "'', subcommand"
    })
    void a_bad_command_line_is_said_in_one_line(String arguments, String expected) {
        assertFails(2, expected, arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    }

    private void assertProcessFails(int status, String expected, String... arguments) throws Exception {
        Process process = ShopProcess.start(folder, arguments);
        List<String> errors;
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            errors = reader.lines().toList();
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(ShopClient.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(errors).singleElement().asString().contains(expected);
        assertThat(process.exitValue()).isEqualTo(status);
    }

    /** The same in this process; returns the one line. */
    private static String assertFails(int status, String expected, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            assertThat(DemoCommand.commandLine().execute(arguments)).isEqualTo(status);
        } finally {
            System.setErr(before);
        }
        List<String> lines = errors.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).singleElement().asString().contains(expected);
        return lines.getFirst();
    }
}
