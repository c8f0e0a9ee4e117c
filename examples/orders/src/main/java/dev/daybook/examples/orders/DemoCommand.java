package dev.daybook.examples.orders;

import dev.daybook.examples.orders.ordering.OrdersProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line. Whatever goes wrong is said in one line on standard error. */
@Command(name = "daybook", description = "Runs the example shop.")
final class DemoCommand {

    private DemoCommand() {}

    static CommandLine commandLine() {
        return new CommandLine(new DemoCommand())
                .setParameterExceptionHandler((wrong, arguments) -> {
                    System.err.println(wrong.getMessage() + ". See: ./daybook help");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, arguments) -> {
                    System.err.println(StartFailure.describe(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Command(name = "demo", description = "Starts the example shop.")
    void demo(
            @Option(
                            names = "--port",
                            converter = Port.class,
                            defaultValue = "8080",
                            description = "the port it listens on; 0 for any that is free")
                    Integer port,
            @Option(names = "--data", defaultValue = "data", description = "the folder of its SQLite database")
                    Path data,
            @Option(
                            names = "--store",
                            converter = Postgres.class,
                            description = "keeps the events in this PostgreSQL database instead, jdbc:postgresql://…")
                    @Nullable
                    String store,
            @Mixin ShopOptions options,
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "shows this")
                    boolean help) {
        List<String> settings = new ArrayList<>(List.of("server.port=" + port, "orders.data=" + data));
        if (store != null) {
            settings.add("orders.store=" + store);
        }
        settings.addAll(options.settings());
        ConfigurableApplicationContext shop = OrdersApplication.start(settings);
        Path file = shop.getBean(OrdersProperties.class).sqliteFile();
        // The address may end in a password.
        String place = store == null ? file.toAbsolutePath().toString() : store.replaceFirst("\\?.*", "");
        System.out.println(welcome(shop.getEnvironment().getRequiredProperty("local.server.port"), place));
    }

    private static String welcome(String port, String place) {
        return """
                The shop is open at http://127.0.0.1:PORT/api/orders and keeps its events in PLACE. Ctrl-C closes it.
                Place an order, then look at all of them:
                  curl -i http://127.0.0.1:PORT/api/orders/sync -H 'Content-Type: application/json' \\
                    -d '{"customerId": "ada", "items": [{"productId": "tea", "quantity": 2, "unitPrice": 4.50}]}'
                  curl http://127.0.0.1:PORT/api/orders
                Then, with the id of an order:
                  POST /api/orders/{id}/payment, …/shipment, …/cancellation    GET /api/orders/{id}, …/history
                POST /api/orders answers before the order is placed; what became of it and of all that belongs to it:
                  GET /api/commands/{commandId}, /api/traces/{X-Correlation-ID}
                An order that is not paid in time is called off (--payment-limit), one that ships is announced:
                  GET /api/notices
                Every POST takes an Idempotency-Key header: the same request again is not carried out twice.\
                """.replace("PORT", port).replace("PLACE", place);
    }

    /** Reads a port. */
    static final class Port implements ITypeConverter<Integer> {

        private static final int HIGHEST = 65_535;

        @Override
        public Integer convert(String text) {
            if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= HIGHEST) {
                return Integer.valueOf(text);
            }
            throw new TypeConversionException("'" + text + "' is not a port, expected 0 to " + HIGHEST);
        }
    }

    /** Reads the address of a PostgreSQL database. */
    static final class Postgres implements ITypeConverter<String> {

        @Override
        public String convert(String text) {
            if (text.startsWith("jdbc:postgresql:")) {
                return text;
            }
            throw new TypeConversionException(
                    "'" + text + "' is not one, expected jdbc:postgresql://host:port/database?user=name");
        }
    }
}
