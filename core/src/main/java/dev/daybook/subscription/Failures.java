package dev.daybook.subscription;

import dev.daybook.DaybookException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of errors. Safe for use by many threads. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int LONGEST = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Failures() {}

    /**
     * An error in a text that any database stores, of at most some 2,000 characters: the message of one of our own, which says
     * it all, or else its type as well.
     */
    public static String describe(Throwable error) {
        String text = error instanceof DaybookException own ? String.valueOf(own.getMessage()) : error.toString();
        return storable(text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
    }

    /** Without what no database stores in a text. */
    private static String storable(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> character == 0 || isHalf(character) ? '\uFFFD' : character)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }

    /** Waits for a thread that was told to end; one that does not is left to itself. */
    static void join(Thread thread) {
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("{} does not end, it is left to itself after {}", thread.getName(), PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
