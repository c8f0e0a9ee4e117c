package dev.daybook.process;

import dev.daybook.DaybookException;

/** What is kept of the errors of timers. */
final class TimerErrors {

    private static final int LONGEST = 2_000;
    private static final char REPLACEMENT = '\uFFFD';

    private TimerErrors() {}

    /** The messages of our own exceptions say it all; those of others may be empty. Bounded, and what any database stores. */
    static String describe(RuntimeException error) {
        String text = error instanceof DaybookException own ? String.valueOf(own.getMessage()) : error.toString();
        StringBuilder storable = new StringBuilder();
        (text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text)
                .codePoints()
                .map(character -> isStorable(character) ? character : REPLACEMENT)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }

    private static boolean isStorable(int character) {
        boolean isHalf = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return character != 0 && !isHalf;
    }
}
