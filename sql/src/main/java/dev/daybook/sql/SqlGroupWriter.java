package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.sql.CommitGroup.Conflicted;
import dev.daybook.sql.CommitGroup.Entry;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventType;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives every commit of a group a true answer, also when the database refuses the group or the connection breaks while its
 * outcome is unknown. An attempt that fails leaves smaller groups to attempt: without those that turned out to be stored,
 * or split until the commit that cannot be stored stands alone.
 */
final class SqlGroupWriter implements GroupWriter {

    private static final int BREAKS_BEFORE_SPLIT = 3;

    private final Dialect dialect;
    private final WriterSession session;
    private final Set<EventType> knownTypes;
    private final Head head;

    /** @param knownTypes the types that the log is known to hold; shared by all writers of a store */
    SqlGroupWriter(Dialect dialect, Shutdown shutdown, Set<EventType> knownTypes, Head head) {
        this.dialect = dialect;
        this.session = new WriterSession(dialect, shutdown);
        this.knownTypes = knownTypes;
        this.head = head;
    }

    @Override
    public void write(List<Submission> submissions) {
        Deque<CommitGroup> left = new ArrayDeque<>();
        left.push(CommitGroup.of(submissions));
        try {
            while (!left.isEmpty()) {
                CommitGroup group = left.pop();
                if (!group.isEmpty()) {
                    attempt(group, left);
                }
            }
        } catch (RuntimeException | Error e) {
            session.disconnectUnsure();
            throw e;
        }
        Submission.answer(submissions);
    }

    @Override
    public long idle() {
        if (!session.connected()) {
            return Long.MAX_VALUE;
        }
        try {
            return session.connection().idle();
        } catch (SQLException e) {
            session.disconnect();
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private void attempt(CommitGroup group, Deque<CommitGroup> left) {
        Set<EventType> newTypes = group.typesBeyond(knownTypes);
        WriteConnection connection;
        try {
            connection = session.connection();
        } catch (SQLException e) {
            session.disconnectUnsure();
            recover(group, e, left, false);
            return;
        }
        try {
            CommitGroup.Written written = connection.write(group, !newTypes.isEmpty());
            session.works();
            List<Conflicted> conflicted = group.answer(written);
            if (conflicted.isEmpty()) {
                knownTypes.addAll(newTypes);
            }
            head.reached(
                    written.position() + group.eventCount() - group(conflicted).eventCount());
            if (!conflicted.isEmpty()) {
                answerConflicted(conflicted);
            }
        } catch (SQLException e) {
            afterFault(group, e, left);
        }
    }

    private void afterFault(CommitGroup group, SQLException error, Deque<CommitGroup> left) {
        switch (dialect.faultOf(error)) {
            case ALREADY_STORED -> withoutRepeats(group, error, left);
            case INVALID_DATA ->
                split(
                        group,
                        left,
                        () -> new InvalidEventException(
                                "This commit holds something that " + dialect.databaseName()
                                        + " cannot store, nothing of it was stored: " + error.getMessage(),
                                error));
            case REFUSED -> {
                session.disconnect();
                answerAll(
                        group,
                        new StoreUnavailableException(
                                dialect.databaseName() + " refused to store this commit, nothing of it was stored: "
                                        + error.getMessage(),
                                Outcome.NOT_STORED,
                                error));
            }
            case UNKNOWN -> {
                session.disconnectUnsure();
                recover(group, error, left, true);
            }
        }
    }

    /** Conflicts may be repeats of what was stored before them: then that is the answer, and the conflict none. */
    private void answerConflicted(List<Conflicted> conflicted) {
        CommitGroup group = group(conflicted);
        while (true) {
            try {
                StoredCommits stored = StoredCommits.among(group, session.connection());
                for (Conflicted one : conflicted) {
                    CommitResult repeat = stored.asRepeat(one.entry().commit(), one.before());
                    one.entry().answer(repeat != null ? repeat : one.conflict());
                }
                return;
            } catch (SQLException e) {
                session.disconnectUnsure();
                if (!session.reconnect(() -> everyCallerGone(group))) {
                    answerAll(group, wentAway(e));
                    return;
                }
            }
        }
    }

    private void withoutRepeats(CommitGroup group, SQLException error, Deque<CommitGroup> left) {
        try {
            StoredCommits stored = StoredCommits.among(group, session.connection());
            List<Entry> open = new ArrayList<>();
            for (Entry entry : group.entries()) {
                CommitResult answer = stored.asRepeat(entry.commit());
                if (answer != null) {
                    entry.answer(answer);
                } else {
                    open.add(entry);
                }
            }
            if (open.size() < group.entries().size()) {
                left.push(new CommitGroup(open));
            } else {
                // Two commits of the group share an id: apart, the second is a repeat of the first.
                split(
                        group,
                        left,
                        () -> new InvalidEventException(
                                "This commit breaks a unique key of the store, nothing of it was stored: "
                                        + error.getMessage(),
                                error));
            }
        } catch (SQLException e) {
            session.disconnectUnsure();
            recover(group, e, left, false);
        }
    }

    private static void split(CommitGroup group, Deque<CommitGroup> left, Supplier<DaybookException> alone) {
        int size = group.entries().size();
        if (size == 1) {
            answerAll(group, alone.get());
        } else {
            left.push(group.part(size / 2, size));
            left.push(group.part(0, size / 2));
        }
    }

    /**
     * Waits for the database to come back and finds out which commits it holds; the others are attempted again, but for
     * those whose callers have given up.
     *
     * @param sent whether what it holds may have been stored by this very attempt, not only by an earlier call
     */
    private void recover(CommitGroup group, SQLException error, Deque<CommitGroup> left, boolean sent) {
        while (session.reconnect(() -> everyCallerGone(group))) {
            try {
                StoredCommits stored = StoredCommits.among(group, session.connection());
                List<Entry> open = new ArrayList<>();
                for (Entry entry : group.entries()) {
                    CommitResult answer = sent ? stored.asOwn(entry.commit()) : stored.asRepeat(entry.commit());
                    if (answer != null) {
                        entry.answer(answer);
                        announce(answer);
                    } else if (!entry.submission().abandoned()) {
                        open.add(entry);
                    }
                }
                attemptAgain(new CommitGroup(open), error, left);
                return;
            } catch (SQLException again) {
                error.addSuppressed(again);
                session.disconnectUnsure();
            }
        }
        answerAll(group, wentAway(error));
    }

    private StoreUnavailableException wentAway(SQLException error) {
        return new StoreUnavailableException(
                dialect.databaseName()
                        + " went away, whether this commit was stored is unknown: send it again with the same event ids: "
                        + error.getMessage(),
                Outcome.UNKNOWN,
                error);
    }

    /** What breaks the connection again and again is split, until the commit that does it stands alone. */
    private void attemptAgain(CommitGroup group, SQLException error, Deque<CommitGroup> left) {
        if (group.isEmpty() || session.breaks() < BREAKS_BEFORE_SPLIT) {
            left.push(group);
            return;
        }
        split(
                group,
                left,
                () -> new StoreUnavailableException(
                        "The connection to " + dialect.databaseName() + " broke " + session.breaks()
                                + " times in a row over this commit, nothing of it was stored: try again later, or make it"
                                + " smaller: " + error.getMessage(),
                        Outcome.NOT_STORED,
                        error));
    }

    private void announce(CommitResult answer) {
        if (answer instanceof CommitResult.Committed committed) {
            head.reached(committed.position().value());
        }
    }

    private static boolean everyCallerGone(CommitGroup group) {
        return group.entries().stream().allMatch(entry -> entry.submission().abandoned());
    }

    private static void answerAll(CommitGroup group, DaybookException error) {
        CommitResult failed = new CommitResult.Failed(error);
        group.entries().forEach(entry -> entry.answer(failed));
    }

    private static CommitGroup group(List<Conflicted> conflicted) {
        return new CommitGroup(conflicted.stream().map(Conflicted::entry).toList());
    }
}
