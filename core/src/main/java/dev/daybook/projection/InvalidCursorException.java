package dev.daybook.projection;

import java.io.Serial;

/** What was passed as the place where a page begins is not what the page before of the same query gave. */
public final class InvalidCursorException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    InvalidCursorException(String text) {
        super("'" + excerpt(text) + "' is no cursor of this query: pass the one of the page before unchanged");
    }

    private static String excerpt(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 80 ? printable.substring(0, 80) + "…" : printable;
    }
}
