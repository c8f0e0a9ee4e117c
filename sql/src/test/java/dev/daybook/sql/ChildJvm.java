package dev.daybook.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link WriterProcess} on its own, and what it has acknowledged. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final List<Acknowledged> acknowledged = new ArrayList<>();

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildJvm start(TestDatabase database, long seed, int commitsPerThread) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                WriterProcess.class.getName(),
                Long.toString(seed),
                Integer.toString(commitsPerThread)));
        command.addAll(database.toArguments());
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until so many more commits have been acknowledged. */
    void awaitAcknowledged(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError("The writing process ended after " + acknowledged.size() + " commits");
            }
            acknowledged.add(Acknowledged.parse(line));
        }
    }

    /** SIGKILL; then everything that it had still said. */
    List<Acknowledged> kill() throws IOException, InterruptedException {
        process.toHandle().destroyForcibly(); // unlike the process's own method, leaves its output to be read
        readToEnd();
        process.waitFor();
        return acknowledged;
    }

    /** Lets it end by itself. */
    List<Acknowledged> join() throws IOException, InterruptedException {
        readToEnd();
        if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("The writing process did not end well: " + process);
        }
        return acknowledged;
    }

    /** The last line may be cut off where the process was killed. */
    private void readToEnd() throws IOException {
        StringBuilder rest = new StringBuilder();
        char[] buffer = new char[8192];
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
            rest.append(buffer, 0, n);
        }
        int end = rest.lastIndexOf("\n");
        if (end >= 0) {
            rest.substring(0, end).lines().map(Acknowledged::parse).forEach(acknowledged::add);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
