package dev.daybook.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.benchmarks.measure.Timing;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.postgres.SharedServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every benchmark, as short as it can be; each checks by itself that the events are there. */
class SmokeTest {

    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Scale SMALLEST = new Scale(new Timing(1, INSTANT, INSTANT), 2, 100, 200, 20, 300, 20);

    @TempDir
    private static Path folder;

    private final PostgresServer server = SharedServer.get();

    @ParameterizedTest
    @EnumSource
    void every_section_measures_and_reports(Section section) throws Exception {
        String results = new Suite(server, folder, SMALLEST).measure(section, INSTANT);

        assertThat(results).contains(section == Section.SOAK ? "256 writers appended" : "| Daybook");
    }
}
