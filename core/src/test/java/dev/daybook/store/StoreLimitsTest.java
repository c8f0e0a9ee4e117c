package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLimitsTest {

    private static final StreamId ORDER = StreamId.of("order", "42");
    private static final StoreLimits LIMITS = StoreLimits.defaults();

    @Test
    void event_data_may_have_exactly_as_many_bytes_as_allowed() {
        accepted(LIMITS.withEventBytes(10), data("\"12345678\""));

        refused(LIMITS.withEventBytes(9), data("\"12345678\""))
                .withMessage("Event order-placed for stream order-42 has 10 bytes of data, allowed are 9: keep large"
                        + " content elsewhere and refer to it, or raise StoreLimits.eventBytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"é\"", "\"€\"", "\"😀\"", "\"aé€😀\""})
    void event_data_is_counted_in_utf_8(String json) {
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;

        accepted(LIMITS.withEventBytes(bytes), data(json));
        refused(LIMITS.withEventBytes(bytes - 1), data(json)).withMessageContaining("has " + bytes + " bytes of data");
    }

    @Test
    void every_event_of_every_append_is_looked_at() {
        Commit commit = Commit.of(
                new Append(ORDER, ExpectedVersion.any(), List.of(event(1, "1", Map.of()))),
                new Append(
                        StreamId.of("customer", "7"),
                        ExpectedVersion.any(),
                        List.of(event(2, "1", Map.of()), event(3, "123", Map.of()))));

        refused(LIMITS.withEventBytes(2), commit).withMessageContaining("for stream customer-7 has 3 bytes");
    }

    @Test
    void a_commit_may_hold_exactly_as_many_events_as_allowed_in_all_appends_together() {
        Commit commit = Commit.of(
                new Append(ORDER, ExpectedVersion.any(), List.of(event(1, "1", Map.of()), event(2, "1", Map.of()))),
                new Append(StreamId.of("customer", "7"), ExpectedVersion.any(), List.of(event(3, "1", Map.of()))));

        accepted(LIMITS.withEventsPerCommit(3), commit);
        refused(LIMITS.withEventsPerCommit(2), commit)
                .withMessage("A commit holds 3 events, allowed are 2: split it, or raise StoreLimits.eventsPerCommit");
    }

    @Test
    void user_metadata_is_counted_in_utf_8_keys_and_values_together() {
        Commit commit = metadata(Map.of("é", "€", "a", "😀")); // 2 + 3 and 1 + 4 bytes

        accepted(LIMITS.withMetadataBytes(10), commit);
        refused(LIMITS.withMetadataBytes(9), commit)
                .withMessage("Event order-placed for stream order-42 has 10 bytes of user metadata, allowed are 9:"
                        + " store less, or raise StoreLimits.metadataBytes");
    }

    @Test
    void a_stream_id_is_counted_in_characters_with_its_category() {
        accepted(LIMITS.withStreamIdLength(8), data("1"));
        refused(LIMITS.withStreamIdLength(7), data("1"))
                .withMessage("Stream id 'order-42' has 8 characters, allowed are 7: use a shorter key, or raise"
                        + " StoreLimits.streamIdLength");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\uD83D\"", "\"\uDE00\"", "\"\uDE00\uD83D\"", "\"\uD83D\uD83D\uDE00\"", "\"x\"\uD800"})
    void event_data_with_half_a_surrogate_pair_is_refused_naming_type_and_stream(String json) {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> LIMITS.check(data(json)))
                .withMessage(
                        "The data of event order-placed for stream order-42 holds half a surrogate pair, which UTF-8"
                                + " cannot carry; nothing of this commit was stored: refuse such text where it comes in");
    }

    @Test
    void user_metadata_with_half_a_surrogate_pair_is_refused_naming_type_and_stream() {
        for (Map<String, String> user : List.of(Map.of("user", "\uD83D"), Map.of("\uDE00", "x"))) {
            assertThatExceptionOfType(InvalidEventException.class)
                    .isThrownBy(() -> LIMITS.check(metadata(user)))
                    .withMessage("The user metadata of event order-placed for stream order-42 holds half a surrogate"
                            + " pair, which UTF-8 cannot carry; nothing of this commit was stored: refuse such text"
                            + " where it comes in");
        }
    }

    @Test
    void whole_surrogate_pairs_and_escaped_characters_are_accepted() {
        accepted(LIMITS, data("\"😀👩‍👩‍👧 \\u0000 \\ud83d\""));
        accepted(LIMITS, metadata(Map.of("😀", "👩‍👩‍👧")));
    }

    @Test
    void limits_must_be_positive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.withEventBytes(0))
                .withMessage("The limit of event bytes must be positive, found 0");
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withEventsPerCommit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withMetadataBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withStreamIdLength(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withWaiting(0, 1, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withWaiting(1, 0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.withWaiting(1, 1, Duration.ZERO))
                .withMessage("The timeout of waiting commits must be positive, found PT0S");
    }

    @Test
    void no_store_takes_stream_ids_of_more_than_500_characters() {
        assertThat(LIMITS.withStreamIdLength(500).streamIdLength()).isEqualTo(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LIMITS.withStreamIdLength(501))
                .withMessage("Stream id length is at most 500, found 501");
    }

    @Test
    void changing_one_limit_leaves_the_others_alone() {
        StoreLimits changed = LIMITS.withEventBytes(1)
                .withEventsPerCommit(2)
                .withMetadataBytes(3)
                .withStreamIdLength(4)
                .withWaiting(5, 6, Duration.ofSeconds(7));

        assertThat(changed)
                .isEqualTo(new StoreLimits(1, 2, 3, 4, new StoreLimits.Waiting(5, 6, Duration.ofSeconds(7))));
    }

    private static void accepted(StoreLimits limits, Commit commit) {
        assertThatCode(() -> limits.check(commit)).doesNotThrowAnyException();
    }

    private static ThrowableAssertAlternative<LimitExceededException> refused(StoreLimits limits, Commit commit) {
        return assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> limits.check(commit));
    }

    private static Commit data(String json) {
        return Commit.append(ORDER, ExpectedVersion.any(), event(1, json, Map.of()));
    }

    private static Commit metadata(Map<String, String> user) {
        return Commit.append(ORDER, ExpectedVersion.any(), event(1, "{}", user));
    }

    private static SerializedEvent event(long id, String json, Map<String, String> user) {
        return new SerializedEvent(
                new UUID(0, id), new EventType("order-placed", 1), json, Metadata.of(null, null, user));
    }
}
