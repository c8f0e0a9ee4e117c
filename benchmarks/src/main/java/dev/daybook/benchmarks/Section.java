package dev.daybook.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be run by itself, and has a part of its own in the report. */
enum Section {
    APPEND,
    READ,
    BULK,
    SQLITE,
    COMMANDS,
    STATES,
    PROJECTIONS,
    /** Whether an append costs more in a large log. Only when asked for. */
    GROWTH,
    /** Whether memory stays flat. Only when asked for. */
    SOAK;

    static final List<Section> DEFAULTS = List.of(APPEND, READ, BULK, SQLITE, COMMANDS, STATES, PROJECTIONS);

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Section titled(String title) {
        return Arrays.stream(values())
                .filter(section -> section.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected one of "
                        + Arrays.stream(values()).map(Section::title).collect(Collectors.joining(", "))
                        + " after --only, found '" + title + "'"));
    }
}
