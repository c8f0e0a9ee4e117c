package dev.daybook.sql;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How long tests run, what their random choices are, and how they wait. */
public final class TestRun {

    /** Far beyond what any machine takes; only what never comes is waited for as long. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int LONGEST_MOMENT_NANOS = 5_000_000;
    private static final long LOOK_AGAIN_NANOS = 2_000_000;

    private TestRun() {}

    /** The rounds of a test in every build, or in a thorough one ({@code -Ddaybook.thorough=true}). */
    public static int rounds(int always, int thorough) {
        return Boolean.getBoolean("daybook.thorough") ? thorough : always;
    }

    /** Random choices from a seed that is printed and can be set: {@code -Ddaybook.seed=…}. */
    public static Random random(String test) {
        Long given = Long.getLong("daybook.seed");
        long seed = given == null ? System.nanoTime() : given;
        System.out.println(test + ": -Ddaybook.seed=" + seed);
        return new Random(seed);
    }

    /**
     * Lets a random moment pass, at most a few milliseconds. What kills right after an acknowledgement would always hit
     * the same phase of the writer's work, mostly its beginning.
     */
    public static void passMoment(Random random) {
        LockSupport.parkNanos(random.nextInt(LONGEST_MOMENT_NANOS));
    }

    /** A condition that may throw. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns once the condition holds, fails if it never does. */
    public static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + PATIENCE + " in vain: " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
