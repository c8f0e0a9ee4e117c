package dev.daybook.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.daybook.benchmarks.daybook.IdleSubscriptions;
import dev.daybook.benchmarks.postgres.PostgresServer;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Measures how much of one core is spent on subscriptions that have nothing to do. */
final class Idleness {

    private static final String SCHEMA = "daybook_idle";

    private final PostgresServer server;
    private final int subscriptions;
    private final Duration time;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /**
     * Time spent on processors.
     *
     * @param database empty where the system does not tell
     */
    private record Spent(Duration process, Optional<Duration> database) {}

    Idleness(PostgresServer server, int subscriptions, Duration time) {
        this.server = server;
        this.subscriptions = subscriptions;
        this.time = time;
    }

    /** Returns the results as Markdown. */
    String measure() throws Exception {
        return """
            **Subscriptions that have nothing to do, over %d ms, in parts of one core**

            | what | this process | PostgreSQL | together |
            |---|---:|---:|---:|
            """.formatted(time.toMillis())
                + row("Daybook, 1 node without subscriptions", 0, 1)
                + row("Daybook, %,d on 1 node".formatted(subscriptions), subscriptions, 1)
                + row("Daybook, %,d on each of 2 nodes in this process".formatted(subscriptions), subscriptions, 2);
    }

    private String row(String what, int running, int nodes) throws Exception {
        IdleSubscriptions idle = IdleSubscriptions.start(server, SCHEMA, running, nodes);
        try {
            idle.idle(time); // until what the start has left to be done, and to be compiled, is done
            System.gc();
            server.checkpoint();
            Spent before = spent();
            long begin = System.nanoTime();
            idle.idle(time);
            double nanos = System.nanoTime() - begin;
            Spent after = spent();
            return row(what, before, after, nanos);
        } finally {
            idle.end();
        }
    }

    private static String row(String what, Spent before, Spent after, double nanos) {
        double process = after.process.minus(before.process).toNanos() / nanos;
        Optional<Double> database = after.database.flatMap(
                late -> before.database.map(early -> late.minus(early).toNanos() / nanos));
        String row = "| %s | %s | %s | %s |%n"
                .formatted(
                        what,
                        percent(process),
                        database.map(Idleness::percent).orElse("not known"),
                        database.map(spent -> percent(process + spent)).orElse("not known"));
        System.out.print("  " + row);
        return row;
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    private Spent spent() throws SQLException {
        return new Spent(Duration.ofNanos(system.getProcessCpuTime()), server.processorTime());
    }
}
