package dev.daybook.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the results were measured on. */
public final class Machine {

    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path DISTRIBUTION = Path.of("/etc/os-release");
    private static final double GIBIBYTE = 1 << 30;

    private Machine() {}

    public static String describe() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return "%s, %d cores, %.0f GiB; %s %s; %s %s, heap %d MiB"
                .formatted(
                        value(CPU, "model name", ":").orElse(system.getArch()),
                        system.getAvailableProcessors(),
                        system.getTotalMemorySize() / GIBIBYTE,
                        value(DISTRIBUTION, "PRETTY_NAME", "=").orElse(system.getName()),
                        system.getVersion(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.runtime.version"),
                        Runtime.getRuntime().maxMemory() >> 20);
    }

    /** The value of the first line that begins with the key; nothing where there is no such file. */
    private static Optional<String> value(Path file, String key, String separator) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(separator) + 1)
                            .replace("\"", "")
                            .strip());
        }
    }
}
