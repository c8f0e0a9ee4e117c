package dev.daybook.event;

import dev.daybook.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The records that a sealed interface permits, directly or through sealed interfaces below it. */
public final class SealedRecords {

    private SealedRecords() {}

    /**
     * All records below the root, in the order of their declaration.
     *
     * @throws ConfigurationException if the root is not sealed, or permits anything but records and sealed interfaces
     */
    public static <T> List<Class<? extends T>> below(Class<T> root) {
        Set<Class<? extends T>> records = new LinkedHashSet<>();
        collect(root, root, records);
        return List.copyOf(records);
    }

    private static <T> void collect(Class<T> root, Class<?> type, Set<Class<? extends T>> records) {
        if (type.isRecord()) {
            records.add(type.asSubclass(root));
        } else if (type.isSealed() && type.isInterface()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(root, permitted, records);
            }
        } else {
            throw new ConfigurationException(type.getName() + " is neither a record nor a sealed interface: make "
                    + (type.equals(root) ? "it" : "every type below " + root.getName()) + " one of the two");
        }
    }
}
