package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.SerializedEvent;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every kind of expectation, where it holds and where it does not. Each stream that is there holds three events. */
abstract class ExpectedVersionContract extends StoreFixture {

    ExpectedVersionContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void the_exact_version_is_accepted() {
        append(ORDER, 3);
        assertAccepted(ExpectedVersion.exactly(3), 3);
    }

    @Test
    void a_version_that_the_stream_has_passed_conflicts() {
        append(ORDER, 3);
        assertConflict(ExpectedVersion.exactly(2), 3);
    }

    @Test
    void a_version_that_the_stream_has_not_reached_conflicts() {
        append(ORDER, 3);
        assertConflict(ExpectedVersion.exactly(4), 3);
    }

    @Test
    void an_exact_version_of_a_stream_without_events_conflicts() {
        append(CUSTOMER, 3);
        assertConflict(ExpectedVersion.exactly(3), 0);
    }

    @Test
    void exactly_version_zero_is_accepted_by_a_stream_without_events() {
        append(CUSTOMER, 3);
        assertAccepted(ExpectedVersion.exactly(0), 0);
    }

    @Test
    void exactly_version_zero_conflicts_with_a_stream_that_has_events() {
        append(ORDER, 3);
        assertConflict(ExpectedVersion.exactly(0), 3);
    }

    @Test
    void none_yet_is_accepted_by_a_stream_without_events() {
        append(CUSTOMER, 3);
        assertAccepted(ExpectedVersion.noneYet(), 0);
    }

    @Test
    void none_yet_conflicts_with_a_stream_that_has_events() {
        append(ORDER, 3);
        assertConflict(ExpectedVersion.noneYet(), 3);
    }

    @Test
    void exists_is_accepted_by_a_stream_that_has_events() {
        append(ORDER, 3);
        assertAccepted(ExpectedVersion.exists(), 3);
    }

    @Test
    void exists_conflicts_with_a_stream_without_events() {
        append(CUSTOMER, 3);
        assertConflict(ExpectedVersion.exists(), 0);
    }

    @Test
    void any_is_accepted_by_a_stream_without_events() {
        append(CUSTOMER, 3);
        assertAccepted(ExpectedVersion.any(), 0);
    }

    @Test
    void any_is_accepted_by_a_stream_that_has_events() {
        append(ORDER, 3);
        assertAccepted(ExpectedVersion.any(), 3);
    }

    @Test
    void a_conflict_goes_away_with_the_version_it_told() {
        append(ORDER, 3);
        SerializedEvent event = samples.event();
        CommitResult first = store().commit(Commit.append(ORDER, ExpectedVersion.exactly(1), event));
        assertThat(first).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(1), 3));
        CommitResult second = store().commit(Commit.append(ORDER, ExpectedVersion.exactly(3), event));
        assertThat(second).isEqualTo(committed(4, 4));
        assertThat(wholeStream(ORDER).getLast().event()).isEqualTo(event);
    }

    /** The log holds three events, the stream so many of them. */
    private void assertAccepted(ExpectedVersion expected, long version) {
        List<SerializedEvent> events = samples.events(2);
        CommitResult result = store().commit(Commit.append(ORDER, expected, events));
        assertThat(result).isEqualTo(committed(5, version + 2));
        assertThat(events(wholeStream(ORDER))).hasSize((int) version + 2).endsWith(events.getFirst(), events.getLast());
        assertThat(wholeLog()).hasSize(5);
    }

    private void assertConflict(ExpectedVersion expected, long version) {
        CommitResult result = store().commit(Commit.append(ORDER, expected, samples.events(2)));
        assertThat(result).isEqualTo(conflict(ORDER, expected, version));
        assertThat(store().version(ORDER).value()).isEqualTo(version);
        assertThat(wholeStream(ORDER)).hasSize((int) version);
        assertThat(wholeLog()).hasSize(3);
    }
}
