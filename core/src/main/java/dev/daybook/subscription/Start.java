package dev.daybook.subscription;

import dev.daybook.store.Position;

/** Where a subscription that has no checkpoints yet begins. */
public sealed interface Start {

    /** With the first event of the log. */
    record Beginning() implements Start {}

    /** With the first event that is appended after it was started for the first time. */
    record Now() implements Start {}

    /** With the first event after a position. */
    record After(Position position) implements Start {}

    static Start beginning() {
        return new Beginning();
    }

    static Start now() {
        return new Now();
    }

    static Start after(Position position) {
        return new After(position);
    }
}
