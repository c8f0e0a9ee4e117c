package dev.daybook.examples.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of the command line for how the shop does its work. */
final class ShopOptions {

    @Mixin
    private LaneOptions lane = new LaneOptions();

    @Option(
            names = "--payment-limit",
            converter = Limit.class,
            paramLabel = "TIME",
            description =
                    "after how long an order that is not paid is called off, such as 90s, 30m (unless set) or 12h")
    private @Nullable String paymentLimit;

    /** What was chosen, as settings of the shop. */
    List<String> settings() {
        List<String> settings = new ArrayList<>(lane.settings());
        if (paymentLimit != null) {
            settings.add("orders.payment-limit=" + paymentLimit);
        }
        return settings;
    }

    /** Reads a time. */
    static final class Limit implements ITypeConverter<String> {

        private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,5}[smhd]");

        @Override
        public String convert(String text) {
            if (FORM.matcher(text).matches()) {
                return text;
            }
            throw new TypeConversionException(
                    "'" + text + "' is not a time, expected a number and s, m, h or d, such as 30m");
        }
    }
}
