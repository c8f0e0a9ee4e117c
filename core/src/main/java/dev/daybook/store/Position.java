package dev.daybook.store;

/**
 * The place of an event in the store's one log: 1, 2, 3, … in commit order, without gaps. Whoever has seen position n
 * can never meet an event before it later. {@link #START} lies before the first event.
 */
public record Position(long value) implements Comparable<Position> {

    public static final Position START = new Position(0);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("A position is 0 (before the first event) or more, found " + value);
        }
    }

    public static Position of(long value) {
        return value == 0 ? START : new Position(value);
    }

    public Position plus(long events) {
        return of(value + events);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
