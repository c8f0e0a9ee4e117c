package dev.daybook.benchmarks.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One server for all tests of a JVM, which stops itself at the end of that. */
public final class SharedServer {

    private static final PostgresServer SERVER = start();

    private SharedServer() {}

    public static PostgresServer get() {
        return SERVER;
    }

    private static PostgresServer start() {
        try {
            return PostgresServer.start(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
