package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MigrationFilesTest {

    @Test
    void every_database_has_the_same_migrations() throws Exception {
        assertThat(migrations("sqlite")).isNotEmpty().isEqualTo(migrations("postgres"));
    }

    private static List<String> migrations(String dialect) throws Exception {
        try (Stream<Path> files = Files.list(directory(dialect))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path directory(String dialect) throws URISyntaxException {
        URL url = Objects.requireNonNull(Migrations.class.getResource(dialect + "/migration"));
        return Path.of(url.toURI());
    }
}
