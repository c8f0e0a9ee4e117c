package dev.daybook.examples.orders;

import dev.daybook.examples.orders.ordering.OrdersProperties.WhenFull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of the command line for where commands wait. */
final class LaneOptions {

    @Option(
            names = "--when-full",
            converter = Strategy.class,
            paramLabel = "reject|wait|overflow",
            description =
                    "what to do with commands beyond the lane's capacity: answer 503 (unless set), let them wait for"
                            + " room, or keep commands in memory and store those beyond it")
    private @Nullable String whenFull;

    @Option(
            names = "--lane-capacity",
            converter = Capacity.class,
            paramLabel = "N",
            description = "how many commands may be accepted and not finished (1000)")
    private @Nullable Integer capacity;

    /** What was chosen, as settings of the shop. */
    List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (whenFull != null) {
            settings.add("orders.lane.when-full=" + whenFull);
        }
        if (capacity != null) {
            settings.add("orders.lane.capacity=" + capacity);
        }
        return settings;
    }

    /** Reads a strategy. */
    static final class Strategy implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            for (WhenFull strategy : WhenFull.values()) {
                if (text.equals(strategy.name().toLowerCase(Locale.ROOT))) {
                    return text;
                }
            }
            throw new TypeConversionException("'" + text + "' is not one, expected reject, wait or overflow");
        }
    }

    /** Reads a capacity. */
    static final class Capacity implements ITypeConverter<Integer> {

        private static final int MOST = 1_000_000;

        @Override
        public Integer convert(String text) {
            if (text.matches("[0-9]{1,7}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
                return Integer.valueOf(text);
            }
            throw new TypeConversionException("'" + text + "' is not a capacity, expected 1 to " + MOST);
        }
    }
}
