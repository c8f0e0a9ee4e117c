package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedCommand;
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

    @Test
    void the_text_of_commands_and_outcomes_counts_as_well() {
        SerializedCommand command = CommandSamples.command(StreamId.of("order", "1"), "{}");
        Submission submission =
                new Submission(List.of(CommandSamples.enqueue(command), CommandSamples.refuse(command, "")));

        int metadata = "user".length() + "anna".length();
        assertThat(submission.bytes()).isEqualTo(2L * (2 + metadata + metadata));
        assertThat(submission.events()).isEqualTo(2);
    }

    private static SerializedEvent event(String data, Map<String, String> user) {
        return new SerializedEvent(
                UUID.randomUUID(), new EventType("happened", 1), data, Metadata.of(null, null, user));
    }
}
