package dev.daybook.process;

/**
 * The bounds of what a {@link ProcessManager} may pile up. A reaction beyond them fails, and with it its event.
 *
 * @param timers of one key at one time
 * @param commands of one reaction
 * @param stateBytes of one state, as JSON in UTF-8
 */
public record ProcessLimits(int timers, int commands, int stateBytes) {

    private static final ProcessLimits DEFAULTS = new ProcessLimits(100, 100, 256 << 10);

    public ProcessLimits {
        require(timers, "timers");
        require(commands, "commands");
        require(stateBytes, "bytes of a state");
    }

    /** 100 timers, 100 commands, 256 KiB. */
    public static ProcessLimits defaults() {
        return DEFAULTS;
    }

    private static void require(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit of " + what + " must be positive, found " + value);
        }
    }
}
