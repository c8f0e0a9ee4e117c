package dev.daybook.store;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The name of a stream: a category and a key, written {@code category-key}, for example {@code order-42}. The category
 * ends at the first hyphen, so it holds none itself; the key may hold any character but control characters and halves of
 * surrogate pairs. Compared exactly, character by character. A store limits the length of the whole
 * ({@link StoreLimits#streamIdLength()}).
 */
public record StreamId(String category, String key) {

    /** Into how many slices streams are spread. Part of the stored format: the same on every engine, never changed. */
    public static final int SLICES = 1024;

    public StreamId {
        if (!isCategory(category)) {
            throw new IllegalArgumentException("Stream category '" + Text.excerpt(category)
                    + "' is not one: expected a letter, then letters, digits, '_' or '.'");
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("The key of a stream of category '" + category + "' is empty");
        }
        Text.requirePlain(key, "Stream key");
    }

    public static StreamId of(String category, String key) {
        return new StreamId(category, key);
    }

    /** Reads what {@link #toString()} wrote. */
    public static StreamId parse(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 0) {
            throw new IllegalArgumentException(
                    "Stream id '" + Text.excerpt(text) + "' has no '-': expected category-key, such as order-42");
        }
        return new StreamId(text.substring(0, hyphen), text.substring(hyphen + 1));
    }

    /**
     * The unit by which work is partitioned: the CRC-32 (ISO 3309) of the UTF-8 form of the whole id, modulo
     * {@value #SLICES}.
     */
    public int slice() {
        return sliceOf(toString());
    }

    /** The {@link #slice()} of any key by which work is partitioned. */
    public static int sliceOf(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % SLICES);
    }

    /** Whether the text can be a category. */
    public static boolean isCategory(String text) {
        if (text.isEmpty() || !isAsciiLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAsciiLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return category + '-' + key;
    }

    private static boolean isAsciiLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
