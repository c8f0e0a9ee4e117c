package dev.daybook.process;

import dev.daybook.ConfigurationException;
import java.util.regex.Pattern;

/** Names of policies, process managers and timers: they go into ids and into the names of tables. */
final class ProcessNames {

    static final int MAX_LENGTH = 32;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0," + (MAX_LENGTH - 1) + "}");

    private ProcessNames() {}

    static String require(String what, String name) {
        if (!FORM.matcher(name).matches()) {
            throw new ConfigurationException("The name '" + name + "' of a " + what
                    + " is not one: expected a lower-case letter, then lower-case letters, digits and hyphens, at most "
                    + MAX_LENGTH);
        }
        return name;
    }
}
