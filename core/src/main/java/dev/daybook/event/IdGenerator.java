package dev.daybook.event;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids for events and commands. Safe for use by many threads. */
@FunctionalInterface
public interface IdGenerator {

    UUID next();

    /**
     * UUIDs of version 7 (RFC 9562, section 5.7) in growing order: a millisecond timestamp, then a counter that makes the ids of one generator
     * strictly monotonic (method 1 of section 6.2), then random bits.
     */
    static IdGenerator uuidV7(InstantSource clock, RandomGenerator random) {
        return new UuidV7Generator(clock, random);
    }
}
