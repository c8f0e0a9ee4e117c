package dev.daybook.subscription;

/**
 * What becomes of an event whose handling fails again and again. Failures of the database do not count: they are waited out.
 *
 * @param attempts before the action is taken, 1 or more; pauses between them grow as the {@link Backoff} says
 * @param action then taken
 */
public record FailurePolicy(int attempts, Action action, Backoff backoff) {

    /** What is done with an event that has failed too often. */
    public enum Action {
        /** Nothing after the event is dealt with in its partition, until a person resumes it. */
        STOP,
        /** The event and all later ones of its key are kept aside until a person retries or discards it; others go on. */
        PARK,
        /** The event is passed over, and a record of it kept. */
        SKIP
    }

    public FailurePolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("An event is attempted at least once, found " + attempts);
        }
    }

    /** {@link Action#STOP} after the attempts. */
    public static FailurePolicy stop(int attempts) {
        return new FailurePolicy(attempts, Action.STOP, Backoff.standard());
    }

    /** {@link Action#PARK} after the attempts. Other keys do not wait, also not for the attempts. */
    public static FailurePolicy park(int attempts) {
        return new FailurePolicy(attempts, Action.PARK, Backoff.standard());
    }

    /** {@link Action#SKIP} after the attempts. */
    public static FailurePolicy skip(int attempts) {
        return new FailurePolicy(attempts, Action.SKIP, Backoff.standard());
    }

    /** The same with other pauses. */
    public FailurePolicy backoff(Backoff pauses) {
        return new FailurePolicy(attempts, action, pauses);
    }
}
