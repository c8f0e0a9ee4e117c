package dev.daybook.store;

/** What an indexed field holds. Documents whose field holds something else, or nothing, are not found by it. */
public enum FieldKind {
    /** Texts, ordered by their UTF-8 bytes; other values by their JSON text. */
    TEXT,
    /** JSON numbers, ordered by their values. Whole numbers of 64 bits and 15 decimal digits of others are told apart. */
    NUMBER
}
