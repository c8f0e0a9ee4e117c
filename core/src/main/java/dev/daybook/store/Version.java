package dev.daybook.store;

/**
 * How many events a stream holds after a given event: the first event of a stream has version 1, the second 2, without
 * gaps. {@link #NONE} is the version of a stream without events.
 */
public record Version(long value) implements Comparable<Version> {

    public static final Version NONE = new Version(0);

    public Version {
        if (value < 0) {
            throw new IllegalArgumentException("A version is 0 (no events) or more, found " + value);
        }
    }

    public static Version of(long value) {
        return value == 0 ? NONE : new Version(value);
    }

    public Version plus(long events) {
        return of(value + events);
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
