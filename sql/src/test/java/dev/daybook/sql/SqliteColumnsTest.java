package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Enqueue;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as texts. */
final class SqliteColumnsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00.000001Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T23:59:59.123456Z",
                "2026-01-31T12:00:00Z",
                "+10000-01-01T00:00:00.000001Z"
            })
    void a_time_is_read_as_it_was_written(String time) {
        Instant instant = Instant.parse(time);

        assertThat(SqliteColumns.time(SqliteColumns.text(instant))).isEqualTo(instant);
    }

    @Test
    void the_latest_time_that_a_command_may_be_due_is_read_as_it_was_written() {
        assertThat(SqliteColumns.time(SqliteColumns.text(Enqueue.LATEST_DUE))).isEqualTo(Enqueue.LATEST_DUE);
    }
}
