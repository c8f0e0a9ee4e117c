package dev.daybook.benchmarks;

import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.report.Machine;
import dev.daybook.benchmarks.report.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** What {@code benchmarks/run} starts, in the root folder of the repository. */
public final class Main {

    private static final Path DATA = Path.of("benchmarks/target/data");
    private static final Path REPORT = Path.of("docs/performance.md");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        run(options, "benchmarks/run " + String.join(" ", arguments));
    }

    private static void run(Options options, String command) throws Exception {
        Scale scale = Scale.of(options);
        try (PostgresServer server = PostgresServer.start(DATA)) {
            String header = header(server, scale, command);
            System.out.println(header);
            Suite suite = new Suite(server, DATA, scale);
            for (Section section : options.sections()) {
                String results = suite.measure(section, options.soak());
                System.out.println("\n" + results);
                if (!options.quick()) {
                    new ReportFile(REPORT).replace(section.title(), header + "\n\n" + results);
                }
            }
        }
    }

    private static String header(PostgresServer server, Scale scale, String command) throws IOException, SQLException {
        return String.join(
                "\n",
                List.of(
                        "- `%s`, %s".formatted(command.strip(), LocalDate.now(ZoneOffset.UTC)),
                        "- %d rounds of %d ms, each after a warm-up of %d ms"
                                .formatted(
                                        scale.timing().rounds(),
                                        scale.timing().measured().toMillis(),
                                        scale.timing().warmUp().toMillis()),
                        "- " + Machine.describe(),
                        "- PostgreSQL: " + String.join(", ", server.settings())));
    }
}
