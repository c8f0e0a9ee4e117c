package dev.daybook.store;

/** What the text of ids and names may hold, so that every engine stores and compares it alike. */
final class Text {

    private static final int EXCERPT = 80;

    private Text() {}

    /** Refuses control characters and unpaired surrogates, which databases refuse or change. */
    static void requirePlain(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        what + " '" + excerpt(text) + "' holds the control character " + hex(c) + " at index " + i);
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(
                            what + " '" + excerpt(text) + "' holds half a surrogate pair " + hex(c) + " at index " + i);
                }
                i++;
            }
        }
    }

    /** A printable beginning of any text, for messages. */
    static String excerpt(String text) {
        StringBuilder out = new StringBuilder();
        int end = Math.min(text.length(), EXCERPT);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return end < text.length() ? out.append('…').toString() : out.toString();
    }

    private static String hex(char c) {
        return "U+%04X".formatted((int) c);
    }
}
