package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own, which a test can kill, freeze, and stop. Ends when the test's process does. */
public final class Child implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    public static Child start(Class<?> main, String... arguments) throws IOException {
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
                main.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public void requireAlive() {
        assertThat(process.isAlive()).as("%s is alive", process).isTrue();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: nothing of it runs until {@link #wake()}. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void wake() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        Process kill =
                new ProcessBuilder("kill", name, "" + process.pid()).inheritIO().start();
        assertThat(kill.waitFor()).as("exit of kill %s", name).isZero();
    }

    /** Tells it that it has done enough by ending its input. */
    void tellToStop() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for its end, which must be a good one. */
    void join() throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ended && process.exitValue() == 0)
                .as("%s ended well", process)
                .isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
