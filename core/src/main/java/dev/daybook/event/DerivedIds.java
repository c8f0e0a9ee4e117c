package dev.daybook.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that follow from something else, so that the same thing gets the same id whenever and wherever it is done. */
public final class DerivedIds {

    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long VARIANT_RFC = 0x8000_0000_0000_0000L;

    private DerivedIds() {}

    /** The id of a key: a UUID of version 8 (RFC 9562) made of the SHA-256 of its UTF-8 form. */
    public static UUID ofKey(String key) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            long high = (hash.getLong() & VERSION_MASK) | VERSION_8;
            long low = (hash.getLong() & VARIANT_MASK) | VARIANT_RFC;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
