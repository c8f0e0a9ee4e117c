package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads, on two stores that share one storage. */
abstract class ConcurrencyContract extends StoreFixture {

    private static final int THREADS = 8;
    private static final int ROUNDS = 15;
    private static final int EVENTS_EACH = 50;

    private EventStore second;

    @SuppressWarnings("NullAway.Init") // by openASecondStore, before each test
    ConcurrencyContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void openASecondStore() {
        second = openAnother();
    }

    @Test
    void of_all_who_append_at_the_same_version_one_succeeds_and_the_others_conflict() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            List<CommitResult> results =
                    Together.run(THREADS, i -> () -> either(i).commit(Commit.append(ORDER, expected, samples.event())));
            assertThat(results).containsOnlyOnce(committed(round + 1, round + 1));
            assertThat(Collections.frequency(results, conflict(ORDER, expected, round + 1)))
                    .isEqualTo(THREADS - 1);
        }
        assertThat(wholeLog()).hasSize(ROUNDS);
    }

    @Test
    void of_all_who_begin_a_stream_one_succeeds_and_the_others_conflict() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            StreamId stream = StreamId.of("order", "" + round);
            ExpectedVersion expected = ExpectedVersion.noneYet();
            List<CommitResult> results = Together.run(
                    THREADS, i -> () -> either(i).commit(Commit.append(stream, expected, samples.event())));
            assertThat(results).containsOnlyOnce(committed(round + 1, 1));
            assertThat(Collections.frequency(results, conflict(stream, expected, 1)))
                    .isEqualTo(THREADS - 1);
        }
        assertThat(wholeLog()).hasSize(ROUNDS);
    }

    @Test
    void commits_to_the_same_streams_in_opposite_order_do_not_block_each_other() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ExpectedVersion expected = ExpectedVersion.exactly(round);
            List<CommitResult> results = Together.run(THREADS, i -> () -> {
                Append order = new Append(ORDER, expected, samples.events(1));
                Append customer = new Append(CUSTOMER, expected, samples.events(1));
                return either(i).commit(i % 4 < 2 ? Commit.of(order, customer) : Commit.of(customer, order));
            });
            assertThat(results).containsOnlyOnce(committed(2L * round + 2, round + 1, round + 1));
            assertThat(results.stream().filter(CommitResult.Conflict.class::isInstance))
                    .hasSize(THREADS - 1);
        }
        assertThat(store().version(ORDER)).isEqualTo(Version.of(ROUNDS));
        assertThat(store().version(CUSTOMER)).isEqualTo(Version.of(ROUNDS));
    }

    @Test
    void of_all_who_send_the_same_commit_one_stores_it_and_the_others_learn_where() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Commit commit = Commit.append(ORDER, ExpectedVersion.exactly(2L * round), samples.events(2));
            List<CommitResult> results =
                    Together.run(THREADS, i -> () -> either(i).commit(commit));
            assertThat(results).containsOnlyOnce(committed(2L * round + 2, 2L * round + 2));
            assertThat(Collections.frequency(results, duplicate(2L * round + 2, 2L * round + 2)))
                    .isEqualTo(THREADS - 1);
        }
        assertThat(wholeLog()).hasSize(2 * ROUNDS);
    }

    @Test
    void of_all_who_use_the_same_id_for_events_of_different_streams_one_succeeds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SerializedEvent event = samples.event();
            List<CommitResult> results = Together.run(THREADS, i -> () -> {
                Commit commit = Commit.append(StreamId.of("order", "" + i), ExpectedVersion.any(), event);
                return either(i).commit(List.of(commit)).getFirst();
            });
            assertThat(results.stream().filter(CommitResult.Committed.class::isInstance))
                    .hasSize(1);
            assertThat(results.stream().filter(ConcurrencyContract::isInvalid)).hasSize(THREADS - 1);
        }
        assertThat(wholeLog()).hasSize(ROUNDS);
    }

    @Test
    void nothing_is_lost_or_reordered_of_what_many_append_anywhere() throws Exception {
        List<List<SerializedEvent>> appended = Together.run(THREADS, i -> () -> appendMany(either(i), i));
        List<SerializedEvent> log = events(wholeLog());
        assertThat(log).hasSize(THREADS * EVENTS_EACH);
        for (int i = 0; i < THREADS; i++) {
            List<SerializedEvent> own = appended.get(i);
            assertThat(log.stream().filter(own::contains).toList()).isEqualTo(own);
        }
        assertThat(wholeStream(ORDER)).hasSize(THREADS * EVENTS_EACH / 2);
    }

    @Test
    void readers_that_follow_the_log_see_every_position_once_and_in_order() throws Exception {
        int total = THREADS * EVENTS_EACH;
        List<Callable<List<StoredEvent>>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int writer = i;
            tasks.add(() -> {
                appendMany(either(writer), writer);
                return List.of();
            });
        }
        tasks.add(() -> follow(store(), total));
        tasks.add(() -> follow(store(), total));
        tasks.add(() -> follow(second, total));
        List<List<StoredEvent>> results = Together.run(tasks);
        List<StoredEvent> log = wholeLog();
        assertThat(log).hasSize(total);
        for (List<StoredEvent> seen : results.subList(THREADS, tasks.size())) {
            assertThat(seen).isEqualTo(log);
        }
    }

    /** One of the two stores. */
    private EventStore either(int number) {
        return number % 2 == 0 ? store() : second;
    }

    /** Appends events one by one, in turn to a stream that all share and to one of its own; returns them in order. */
    private List<SerializedEvent> appendMany(EventStore store, int writer) {
        StreamId own = StreamId.of("own", "" + writer);
        List<SerializedEvent> events = samples.events(EVENTS_EACH);
        for (int i = 0; i < EVENTS_EACH; i++) {
            CommitResult result = i % 2 == 0
                    ? store.commit(Commit.append(ORDER, ExpectedVersion.any(), events.get(i)))
                    : store.commit(Commit.append(own, ExpectedVersion.exactly(i / 2), events.get(i)));
            assertThat(result).isInstanceOf(CommitResult.Committed.class);
        }
        return events;
    }

    private static boolean isInvalid(CommitResult result) {
        return result instanceof CommitResult.Failed failed && failed.error() instanceof InvalidEventException;
    }

    private static List<StoredEvent> follow(EventStore store, int total) throws InterruptedException {
        List<StoredEvent> seen = new ArrayList<>();
        Position last = Position.START;
        while (seen.size() < total) {
            assertThat(store.awaitBeyond(last, PATIENCE))
                    .as("after position %s of %s comes another", last, total)
                    .isTrue();
            List<StoredEvent> page = store.readAll(last, 7);
            for (StoredEvent event : page) {
                assertThat(event.position()).isEqualTo(last.plus(1));
                last = event.position();
            }
            assertThat(page).as("what was waited for can be read").isNotEmpty();
            seen.addAll(page);
        }
        return seen;
    }
}
