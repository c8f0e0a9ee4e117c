package dev.daybook.sql;

import java.util.List;

/** Writes groups of commits on a connection of its own. Used by one thread. */
interface GroupWriter extends AutoCloseable {

    /** Carries out every commit of the group and answers each submission, whatever happens. */
    void write(List<Submission> group);

    /** Called when nothing waits: what can be done in the pause. Returns after how many nanoseconds to be called again. */
    default long idle() {
        return Long.MAX_VALUE;
    }

    @Override
    void close();
}
