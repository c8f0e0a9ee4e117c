package dev.daybook.subscription;

/**
 * What becomes of an event whose handling fails again and again. Failures of the database do not count: they are waited out.
 *
 * @param attempts before the action is taken, 1 or more; pauses between them grow as the {@link Backoff} says
 * @param action then taken
 * @param records how many records of events passed over are kept in each partition, those of the last ones
 */
public record FailurePolicy(int attempts, Action action, Backoff backoff, int records) {

    /**
     * Whoever waits for a position waits for an event that has failed less often than that, and not for others: most failures
     * are over then, and one event that always fails does not hold up all who wait.
     */
    public static final int AWAITED_ATTEMPTS = 3;

    private static final int DEFAULT_RECORDS = 10_000;

    /** What is done with an event that has failed too often. */
    public enum Action {
        /** Nothing after the event is dealt with in its partition, until a person resumes it. */
        STOP,
        /** The event and all later ones of its key are kept aside until a person retries or discards it; others go on. */
        PARK,
        /** The event is passed over, and a record of it kept until so many others were passed over after it. */
        SKIP
    }

    public FailurePolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("An event is attempted at least once, found " + attempts);
        }
        if (records < 0) {
            throw new IllegalArgumentException("The number of records kept is not negative, found " + records);
        }
    }

    /** {@link Action#STOP} after the attempts. */
    public static FailurePolicy stop(int attempts) {
        return new FailurePolicy(attempts, Action.STOP, Backoff.standard(), DEFAULT_RECORDS);
    }

    /** {@link Action#PARK} after the attempts. Other keys do not wait, also not for the attempts. */
    public static FailurePolicy park(int attempts) {
        return new FailurePolicy(attempts, Action.PARK, Backoff.standard(), DEFAULT_RECORDS);
    }

    /** {@link Action#SKIP} after the attempts; the last {@value #DEFAULT_RECORDS} records of a partition are kept. */
    public static FailurePolicy skip(int attempts) {
        return new FailurePolicy(attempts, Action.SKIP, Backoff.standard(), DEFAULT_RECORDS);
    }

    /** The same with other pauses. */
    public FailurePolicy backoff(Backoff pauses) {
        return new FailurePolicy(attempts, action, pauses, records);
    }

    /** The same with another number of records kept; older ones are removed some at a time, so it may be some hundreds more. */
    public FailurePolicy records(int kept) {
        return new FailurePolicy(attempts, action, backoff, kept);
    }
}
