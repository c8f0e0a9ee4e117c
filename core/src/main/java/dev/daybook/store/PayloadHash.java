package dev.daybook.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint of a command's type and payload, by which a command id that comes with other content is found out: the
 * first 16 bytes of SHA-256, as 32 lower-case hexadecimal digits.
 */
public record PayloadHash(String hex) {

    private static final int BYTES = 16;
    private static final int DIGITS = 2 * BYTES;

    public PayloadHash {
        if (!isHex(hex)) {
            throw new IllegalArgumentException(
                    "Payload hash '" + Text.excerpt(hex) + "' is not one: expected 32 lower-case hexadecimal digits");
        }
    }

    private static boolean isHex(String text) {
        if (text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    public static PayloadHash of(String type, String payload) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(type.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(payload.getBytes(StandardCharsets.UTF_8));
            return new PayloadHash(HexFormat.of().formatHex(sha.digest(), 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
