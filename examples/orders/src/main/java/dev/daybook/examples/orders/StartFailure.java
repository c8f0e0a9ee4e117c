package dev.daybook.examples.orders;

import dev.daybook.DaybookException;
import org.springframework.boot.web.server.PortInUseException;

/** Finds, among all that Spring wraps around it, why the shop could not start. */
final class StartFailure {

    private StartFailure() {}

    /** One line for the person who started it. */
    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException inUse) {
                return "Port " + inUse.getPort()
                        + " is in use: stop the program that uses it, or choose another port with --port";
            }
            if (cause instanceof DaybookException || cause.getCause() == null) {
                return "The shop cannot start: " + oneLine(cause);
            }
        }
        return "The shop cannot start";
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        return (message == null ? cause.toString() : message).replaceAll("\\s*\\R\\s*", " ");
    }
}
