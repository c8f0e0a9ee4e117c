package dev.daybook.sql;

import java.sql.SQLException;

/** A writer's own connection. Used by one thread. */
interface WriteConnection extends AutoCloseable {

    /**
     * Carries out a group in one transaction, which is durably committed when this returns. When it throws, the transaction
     * did nothing, unless the error is {@link Fault#UNKNOWN}.
     *
     * @param newTypes whether some of the events may have types that the log does not hold yet
     * @param steps what the transaction does besides events and commands
     * @throws CommitsRefusedException if some of the commits cannot be carried out; the transaction did nothing
     */
    CommitGroup.Written write(CommitGroup group, boolean newTypes, GroupSteps steps) throws SQLException;

    /** Makes sure that no call sent earlier by any connection, whose answer never came, can still be carried out. */
    void fenceOff() throws SQLException;

    /** Reads what is committed. */
    <T> T read(EventReader.Read<T> read) throws SQLException;

    /**
     * Called when nothing waits to be written: tells other processes of what is new, if that is still to be done.
     *
     * @return after how many nanoseconds to call again
     */
    long idle() throws SQLException;

    /** Closes a connection whose state is not known. */
    void discard();

    @Override
    void close();
}
