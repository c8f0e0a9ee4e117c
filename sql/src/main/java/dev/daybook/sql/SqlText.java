package dev.daybook.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A user's statement, read as far as it takes to find its placeholders and to tell that it is one statement that leaves the
 * transaction alone. Texts, quoted names and comments are passed over.
 */
final class SqlText {

    private static final Set<String> TRANSACTION_WORDS = Set.of(
            "BEGIN",
            "START",
            "COMMIT",
            "END",
            "ROLLBACK",
            "ABORT",
            "SAVEPOINT",
            "RELEASE",
            "PREPARE",
            "ATTACH",
            "DETACH");

    private final String text;
    private final StringBuilder read = new StringBuilder();
    private final List<Integer> ends = new ArrayList<>();
    private int at;

    private SqlText(String text) {
        this.text = text;
    }

    /**
     * The statement with its placeholders replaced.
     *
     * @throws SqlStatementException if it is several statements, or one that begins or ends transactions
     */
    static String read(String statement, UnaryOperator<String> placeholders) {
        SqlText reading = new SqlText(statement);
        reading.readAll(placeholders);
        reading.requireHarmless();
        return reading.read.toString();
    }

    private void readAll(UnaryOperator<String> placeholders) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                copyTo(endOfQuoted(c));
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                skipTo(end < 0 ? text.length() : end);
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                skipTo(end < 0 ? text.length() : end + 2);
            } else if (c == '$') {
                copyTo(dollarQuoted().orElse(at + 1));
            } else if (c == '{') {
                replace(placeholders);
            } else {
                if (c == ';') {
                    ends.add(read.length());
                }
                copyTo(at + 1);
            }
        }
    }

    /** A doubled quote begins the next quoted text. */
    private int endOfQuoted(char quote) {
        boolean escapes = quote == '\'' && at > 0 && Character.toUpperCase(text.charAt(at - 1)) == 'E';
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += escapes && text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw new SqlStatementException("A quoted text has no end: " + text);
        }
        return end + 1;
    }

    private Optional<Integer> dollarQuoted() {
        int second = text.indexOf('$', at + 1);
        if (second < 0
                || !text.substring(at + 1, second).chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')) {
            return Optional.empty();
        }
        String tag = text.substring(at, second + 1);
        int end = text.indexOf(tag, second + 1);
        return end < 0 ? Optional.empty() : Optional.of(end + tag.length());
    }

    private void replace(UnaryOperator<String> placeholders) {
        int end = text.indexOf('}', at);
        if (end < 0) {
            throw new SqlStatementException("A placeholder has no end, expected {table}: " + text);
        }
        read.append(placeholders.apply(text.substring(at + 1, end)));
        at = end + 1;
    }

    private void copyTo(int end) {
        read.append(text, at, end);
        at = end;
    }

    /** Comments may hold quotes and semicolons. */
    private void skipTo(int end) {
        read.append(' ');
        at = end;
    }

    private void requireHarmless() {
        for (int end : ends) {
            if (!read.substring(end + 1).replace(";", " ").isBlank()) {
                throw new SqlStatementException("This is more than one statement, give them one by one: " + text);
            }
        }
        String first = read.toString().strip().split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
        if (TRANSACTION_WORDS.contains(first)) {
            throw new SqlStatementException(
                    "A statement of a projection must not begin or end a transaction, since its checkpoint moves in the"
                            + " one that is open: leave out " + text);
        }
    }
}
