package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SubmissionTest {

    @Test
    void its_bytes_are_those_of_data_and_user_metadata_in_memory() {
        Commit commit = Commit.append(
                StreamId.of("order", "1"),
                ExpectedVersion.any(),
                event("{}", Map.of()),
                event("[1]", Map.of("who", "Zoë", "where", "")));
        assertThat(new Submission(List.of(commit, commit)).bytes()).isEqualTo(2 * 2 * (2 + 3 + 3 + 3 + 5));
    }

    private static SerializedEvent event(String data, Map<String, String> user) {
        return new SerializedEvent(
                UUID.randomUUID(), new EventType("happened", 1), data, Metadata.of(null, null, user));
    }
}
