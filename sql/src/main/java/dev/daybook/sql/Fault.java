package dev.daybook.sql;

/** What a failed statement means for the transaction that it was part of, by what should be done next. */
enum Fault {
    /** A unique key is there already; the transaction did nothing. */
    ALREADY_STORED,
    /** Something in the group cannot be stored by any database; the transaction did nothing. */
    INVALID_DATA,
    /** The database cannot or will not do it now (no room, no rights, locked); the transaction did nothing. */
    REFUSED,
    /** The connection broke: the transaction may have been carried out, or may yet be. */
    UNKNOWN
}
