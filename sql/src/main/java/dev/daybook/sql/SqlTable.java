package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A table of a {@link SqlProjection}.
 *
 * @param name what statements call it, and the view of the generation that is serving
 * @param definition the statements that make it and its indexes
 */
record SqlTable(String name, List<String> definition) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    SqlTable {
        definition = List.copyOf(definition);
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException(
                    "Table name '" + name
                            + "' is not one: expected a lower-case letter, then lower-case letters, digits and '_', at most 40");
        }
        if (definition.isEmpty()) {
            throw new ConfigurationException(
                    "Table " + name + " has no definition: give a CREATE TABLE {" + name + "} (…)");
        }
    }

    /** The name of its table in a generation. */
    String ofGeneration(int generation) {
        return name + "_" + generation;
    }
}
