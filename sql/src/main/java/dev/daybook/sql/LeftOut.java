package dev.daybook.sql;

/** Why the database left a commit out of its group. */
sealed interface LeftOut {

    /**
     * A lease of the commit is not held.
     *
     * @param lease the first of them, as an index into the commit's leases
     */
    record LeaseLost(int lease) implements LeftOut {}

    /** An outcome of the commit is known already. */
    record Decided() implements LeftOut {}

    /**
     * A queue has no room.
     *
     * @param enqueue the command for which there is none, as an index into the commit's
     * @param pending how many commands the queue holds, without those that leave it with the commit
     */
    record Full(int enqueue, long pending) implements LeftOut {}

    /** A stream is at another version. */
    record Conflict() implements LeftOut {}
}
