package dev.daybook.aggregate;

import dev.daybook.DaybookException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.io.Serial;

/** A version was asked for that the stream does not have yet. */
public final class VersionNotReachedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Version last;

    VersionNotReachedException(StreamId stream, Version asked, Version last) {
        super("Stream " + stream + " ends at version " + last + ", found " + asked + " asked for: ask for version "
                + last + " or an earlier one");
        this.last = last;
    }

    /** The version that the stream has reached. */
    public Version last() {
        return last;
    }
}
