package dev.daybook.examples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shop as it is started, in a process of its own, and a client of it. */
final class ShopProcess extends ShopClient {

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+(?=/api/orders)");

    private final Process process;

    private ShopProcess(Process process, URI root) {
        super(root);
        this.process = process;
    }

    /** Waits until it says where it is. */
    static ShopProcess open(Path folder, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("demo", "--port", "0"));
        arguments.addAll(List.of(options));
        Process process = builder(folder, arguments.toArray(String[]::new))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                Thread.ofVirtual().start(() -> readOn(output));
                return new ShopProcess(process, URI.create(address.group()));
            }
            said.add(line);
        }
        process.destroyForcibly();
        throw new AssertionError("The shop did not say where it is but: " + said);
    }

    /** Starts the program in a folder. */
    static Process start(Path folder, String... arguments) throws IOException {
        return builder(folder, arguments).start();
    }

    /** So that nothing waits for its log to be read. */
    private static void readOn(BufferedReader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static ProcessBuilder builder(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                OrdersApplication.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile());
    }

    /** Ends it without a chance to finish anything. */
    void kill() {
        awaitEnd(process.destroyForcibly());
    }

    /** Tells it to stop, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd(process);
        super.close();
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The shop did not end within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
