package dev.daybook.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as it is started, in a process of its own. */
final class CommandLineTest {

    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/api/orders");

    @TempDir
    Path folder;

    @Test
    void the_shop_says_where_it_is_and_keeps_its_data_below_the_current_folder() throws Exception {
        Process process = start("demo", "--port", "0");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            Matcher address = ADDRESS.matcher(String.valueOf(output.readLine()));
            assertThat(address.find()).isTrue();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request =
                        HttpRequest.newBuilder(URI.create(address.group())).build();
                assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }
            assertThat(folder.resolve("data/orders.db")).exists();
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_port_in_use_is_said_in_one_line() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertFails(1, "Port " + port + " is in use", "demo", "--port", port);
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_said_in_one_line() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertFails(1, file + "/data/orders.db", "demo", "--port", "0", "--data", file + "/data");
    }

    @Test
    void a_postgres_that_does_not_answer_is_said_in_one_line() throws Exception {
        int nobody;
        try (ServerSocket closedAtOnce = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closedAtOnce.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + nobody + "/shop?user=shop&password=secret";
        assertThat(assertFails(1, "PostgreSQL", "demo", "--port", "0", "--store", url))
                .contains("127.0.0.1:" + nobody)
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "demo --nonsense, --nonsense",
        "demo more, more",
        "demo --port, --port",
        "demo --port 65536, 65536",
        "demo --port x, 'x'",
        "demo --store mysql://x, mysql://x",
        "'', subcommand"
    })
    void a_bad_command_line_is_said_in_one_line(String arguments, String expected) throws Exception {
        assertFails(2, expected, arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    }

    /** Returns the one line. */
    private String assertFails(int status, String expected, String... arguments) throws Exception {
        Process process = start(arguments);
        List<String> errors;
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            errors = reader.lines().toList();
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(errors).singleElement().asString().contains(expected);
        assertThat(process.exitValue()).isEqualTo(status);
        return errors.getFirst();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OrdersApplication.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }
}
