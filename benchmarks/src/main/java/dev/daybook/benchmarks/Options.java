package dev.daybook.benchmarks;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param quick a first impression, which is printed but not reported
 * @param rounds to be counted; 0 for as many as is usual
 */
record Options(boolean quick, int rounds, List<Section> sections, Duration soak) {

    static final String USAGE = """
            benchmarks/run [--quick] [--rounds N] [--only append,read,bulk,sqlite,commands,states,projections] [--growth] [--soak 10m]

              --quick    short rounds for a first impression; docs/performance.md is left as it is
              --rounds   how many rounds count (5)
              --only     some of the sections
              --growth   instead: the cost of an append at 10 thousand and at 5 million events
              --soak     instead: the heap after collections while 256 writers append for so many minutes
            """;

    private static final Duration USUAL_SOAK = Duration.ofMinutes(10);

    static Options parse(String... arguments) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        Options options = new Options(false, 0, List.of(), USUAL_SOAK);
        while (!left.isEmpty()) {
            options = options.with(left.pop(), left);
        }
        return options.sections.isEmpty() ? options.withSections(Section.DEFAULTS) : options;
    }

    private Options with(String option, Deque<String> left) {
        return switch (option) {
            case "--quick" -> new Options(true, rounds, sections, soak);
            case "--rounds" -> new Options(quick, number(option, left), sections, soak);
            case "--only" ->
                withSections(List.of(value(option, left).split(",")).stream()
                        .map(Section::titled)
                        .toList());
            case "--growth" -> withSections(List.of(Section.GROWTH));
            case "--soak" -> {
                Options timed = new Options(quick, rounds, sections, time(option, left));
                yield timed.withSections(List.of(Section.SOAK));
            }
            default -> throw new IllegalArgumentException("Unknown option '" + option + "'");
        };
    }

    private Options withSections(List<Section> more) {
        Set<Section> all = new LinkedHashSet<>(sections);
        all.addAll(more);
        return new Options(quick, rounds, List.copyOf(all), soak);
    }

    private static int number(String option, Deque<String> left) {
        String text = value(option, left);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Expected a number after " + option + ", found '" + text + "'", e);
        }
    }

    private static Duration time(String option, Deque<String> left) {
        String text = value(option, left);
        try {
            return Duration.parse("PT" + text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Expected a time such as 10m or 90s after " + option + ", found '" + text + "'", e);
        }
    }

    private static String value(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null) {
            throw new IllegalArgumentException("Expected a value after " + option + ", found none");
        }
        return value;
    }
}
