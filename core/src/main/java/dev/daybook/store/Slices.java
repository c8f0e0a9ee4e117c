package dev.daybook.store;

import java.util.Set;

/**
 * Some of the {@link StreamId#SLICES} slices, told by the parts of equal size into which all slices are cut. Immutable.
 *
 * @param parts into how many parts the slices are cut: a power of two up to {@link StreamId#SLICES}
 * @param chosen which of them, from 0
 */
public record Slices(int parts, Set<Integer> chosen) {

    public Slices {
        chosen = Set.copyOf(chosen);
        if (Integer.bitCount(parts) != 1 || parts > StreamId.SLICES) {
            throw new IllegalArgumentException(
                    "Slices are cut into a power of two up to " + StreamId.SLICES + ", found " + parts);
        }
        for (int part : chosen) {
            if (part < 0 || part >= parts) {
                throw new IllegalArgumentException("Part " + part + " is none of " + parts);
            }
        }
    }

    /** All slices. */
    public static Slices all() {
        return new Slices(1, Set.of(0));
    }

    /** Which part a slice belongs to. */
    public int partOf(int slice) {
        return slice / (StreamId.SLICES / parts);
    }

    public boolean contains(int slice) {
        return chosen.contains(partOf(slice));
    }
}
