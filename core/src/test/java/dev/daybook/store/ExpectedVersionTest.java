package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpectedVersionTest {

    @ParameterizedTest
    @CsvSource({"3,2,false", "3,3,true", "3,4,false", "0,0,true", "0,1,false"})
    void exactly_accepts_that_version_only(long expected, long actual, boolean accepted) {
        assertThat(ExpectedVersion.exactly(expected).accepts(Version.of(actual)))
                .isEqualTo(accepted);
    }

    @Test
    void none_yet_accepts_a_stream_without_events_only() {
        assertThat(ExpectedVersion.noneYet().accepts(Version.NONE)).isTrue();
        assertThat(ExpectedVersion.noneYet().accepts(Version.of(1))).isFalse();
    }

    @Test
    void exists_accepts_a_stream_with_events_only() {
        assertThat(ExpectedVersion.exists().accepts(Version.NONE)).isFalse();
        assertThat(ExpectedVersion.exists().accepts(Version.of(1))).isTrue();
    }

    @Test
    void any_accepts_everything() {
        assertThat(ExpectedVersion.any().accepts(Version.NONE)).isTrue();
        assertThat(ExpectedVersion.any().accepts(Version.of(7))).isTrue();
    }

    @Test
    void a_negative_version_cannot_be_expected() {
        assertThatIllegalArgumentException().isThrownBy(() -> ExpectedVersion.exactly(-1));
    }

    @ParameterizedTest
    @CsvSource({"5,expected 5", "0,expected 0"})
    void a_conflict_says_what_was_expected_what_was_found_and_what_to_do(long expected, String words) {
        CommitResult.Conflict conflict =
                new CommitResult.Conflict(StreamId.of("order", "42"), ExpectedVersion.exactly(expected), Version.of(7));

        assertThat(conflict).hasToString("Stream order-42 is at version 7, " + words + ": reload and decide again");
    }

    @Test
    void a_conflict_names_every_kind_of_expectation() {
        StreamId stream = StreamId.of("order", "42");

        assertThat(new CommitResult.Conflict(stream, ExpectedVersion.noneYet(), Version.of(7)))
                .asString()
                .contains("expected no events yet");
        assertThat(new CommitResult.Conflict(stream, ExpectedVersion.exists(), Version.NONE))
                .asString()
                .contains("expected at least one event");
    }
}
