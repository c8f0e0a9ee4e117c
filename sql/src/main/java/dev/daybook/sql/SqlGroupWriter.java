package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.sql.CommitGroup.Entry;
import dev.daybook.sql.CommitGroup.Refused;
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

    /**
     * What all writers of a store have in common.
     *
     * @param knownTypes the types that the log is known to hold
     * @param changes told of changes of queues and outcomes, by their number
     * @param steps what a transaction does besides events and commands
     */
    record Shared(Set<EventType> knownTypes, Head head, Head changes, GroupSteps steps) {}

    private final Dialect dialect;
    private final WriterSession session;
    private final Set<EventType> knownTypes;
    private final Head head;
    private final Head changes;
    private final GroupSteps steps;

    SqlGroupWriter(Dialect dialect, Shutdown shutdown, Shared shared) {
        this.dialect = dialect;
        this.session = new WriterSession(dialect, shutdown);
        this.knownTypes = shared.knownTypes();
        this.head = shared.head();
        this.changes = shared.changes();
        this.steps = shared.steps();
    }

    @Override
    public void write(List<Submission> submissions) {
        Deque<CommitGroup> left = new ArrayDeque<>();
        CommitGroup.of(submissions).apart().reversed().forEach(left::push);
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
            CommitGroup.Written written = connection.write(group, !newTypes.isEmpty(), steps);
            session.works();
            List<Refused> refused = group.answer(written);
            if (written.leftOut().isEmpty()) {
                knownTypes.addAll(newTypes);
            }
            head.reached(written.position()
                    + group.eventCountWithout(written.leftOut().keySet()));
            changes.reached(written.changes());
            if (!refused.isEmpty()) {
                answerRefused(refused, left);
            }
        } catch (CommitsRefusedException e) {
            session.works();
            e.answers().forEach((index, answer) -> group.entries().get(index).answer(answer));
            left.push(group.without(e.answers().keySet()));
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

    /** What was refused may be a repeat of what was stored before it: then that is the answer. */
    private void answerRefused(List<Refused> refused, Deque<CommitGroup> left) {
        CommitGroup group = new CommitGroup(refused.stream().map(Refused::entry).toList());
        while (true) {
            try {
                StoredCommits stored = StoredCommits.among(group, dialect, session.connection());
                for (Refused one : refused) {
                    answerRefused(one, stored, left);
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

    private static void answerRefused(Refused refused, StoredCommits stored, Deque<CommitGroup> left) {
        Entry entry = refused.entry();
        CommitResult repeat = refused.answer() == null
                ? stored.asDecided(entry.commit())
                : stored.asRepeat(entry.commit(), refused.before());
        CommitResult answer = repeat != null ? repeat : refused.answer();
        if (answer != null) {
            entry.answer(answer);
        } else {
            left.push(new CommitGroup(List.of(entry))); // its outcome has been forgotten meanwhile
        }
    }

    private void withoutRepeats(CommitGroup group, SQLException error, Deque<CommitGroup> left) {
        try {
            StoredCommits stored = StoredCommits.among(group, dialect, session.connection());
            List<Entry> open = new ArrayList<>();
            for (Entry entry : group.entries()) {
                CommitResult answer =
                        group.entries().size() == 1 || needsNothing(entry) ? stored.asRepeat(entry.commit()) : null;
                if (answer != null) {
                    entry.answer(answer);
                } else {
                    open.add(entry);
                }
            }
            if (open.size() < group.entries().size()) {
                left.push(new CommitGroup(open));
            } else {
                // Two commits of the group share an id: apart, the second is a repeat of the first. Or a repeat names a
                // lease: alone, it did not get as far as this without it.
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
                StoredCommits stored = StoredCommits.among(group, dialect, session.connection());
                List<Entry> open = new ArrayList<>();
                for (Entry entry : group.entries()) {
                    CommitResult answer = sent
                            ? stored.asOwn(entry.commit())
                            : needsNothing(entry) ? stored.asRepeat(entry.commit()) : null;
                    if (answer != null) {
                        entry.answer(answer);
                        announce(answer, stored);
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

    private void announce(CommitResult answer, StoredCommits stored) {
        changes.reached(stored.changes());
        if (answer instanceof CommitResult.Committed committed) {
            head.reached(committed.position().value());
        }
    }

    /** Neither a lease nor a checkpoint, which are looked at before anything else. */
    private static boolean needsNothing(Entry entry) {
        return entry.commit().leases().isEmpty() && entry.commit().progress().isEmpty();
    }

    private static boolean everyCallerGone(CommitGroup group) {
        return group.entries().stream().allMatch(entry -> entry.submission().abandoned());
    }

    private static void answerAll(CommitGroup group, DaybookException error) {
        CommitResult failed = new CommitResult.Failed(error);
        group.entries().forEach(entry -> entry.answer(failed));
    }
}
