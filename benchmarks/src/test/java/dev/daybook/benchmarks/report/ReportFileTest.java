package dev.daybook.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_part_is_replaced_and_all_else_is_left_as_it_is() throws IOException {
        Path file = Files.writeString(
                folder.resolve("report.md"),
                "before\n<!-- begin read -->\nold\n<!-- end read -->\n<!-- begin bulk -->\n<!-- end bulk -->\nafter\n");

        new ReportFile(file).replace("read", "new\n");

        assertThat(file)
                .hasContent(
                        "before\n<!-- begin read -->\nnew\n<!-- end read -->\n<!-- begin bulk -->\n<!-- end bulk -->\nafter\n");
    }

    @Test
    void a_file_without_the_part_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("report.md"), "nothing");

        assertThatThrownBy(() -> new ReportFile(file).replace("read", "new"))
                .hasMessageContaining("<!-- begin read -->");
    }
}
