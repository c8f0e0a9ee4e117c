package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Random commits and reads, whose answers must be those of {@link InMemoryEventStore}. Every failure names its seed; run it
 * again with {@code -Ddaybook.seed=…}, and longer with {@code -Ddaybook.thorough=true}.
 */
abstract class RandomRunContract extends StoreFixture {

    private static final int STEPS = Boolean.getBoolean("daybook.thorough") ? 2_000 : 200;

    private final long seed = Long.getLong("daybook.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final InMemoryEventStore model = new InMemoryEventStore();
    private EventStore second;

    @SuppressWarnings("NullAway.Init") // by openASecondStoreAndTellTheSeed, before each test
    RandomRunContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void openASecondStoreAndTellTheSeed(TestReporter reporter) {
        second = openAnother();
        reporter.publishEntry("daybook.seed", Long.toString(seed));
    }

    @Test
    @Timeout(600)
    void random_commits_are_answered_and_read_back_as_by_the_model() {
        RandomCommits commits = new RandomCommits(random, model);
        for (int step = 0; step < STEPS; step++) {
            String place = "step " + step + " of the run with -Ddaybook.seed=" + seed;
            try {
                compareAnswers(place, commits.next());
                compareRandomPages(place);
            } catch (RuntimeException e) {
                throw new AssertionError("An error in " + place, e);
            }
        }
        String end = "the end of the run with -Ddaybook.seed=" + seed;
        assertSame(end, wholeLog(), model.readAll(Position.START, Integer.MAX_VALUE));
        assertThat(wholeLog()).as(end).extracting(StoredEvent::recordedAt).isSorted();
        assertThat(store().eventTypes()).as(end).isEqualTo(model.eventTypes());
        assertThat(store().head()).as(end).isEqualTo(model.head());
    }

    private void compareAnswers(String place, List<Commit> list) {
        List<?> expected = comparable(model.commit(list));
        assertThat(comparable(either().commit(list)))
                .as("%s, answers to %s", place, list)
                .isEqualTo(expected);
    }

    private EventStore either() {
        return random.nextBoolean() ? store() : second;
    }

    private void compareRandomPages(String place) {
        StreamId stream = RandomCommits.stream(random);
        EventStore read = either();
        assertThat(read.version(stream)).as(place).isEqualTo(model.version(stream));
        int limit = 1 + random.nextInt(5);
        Version version = Version.of(random.nextLong(model.version(stream).value() + 2));
        assertSame(place, read.readStream(stream, version, limit), model.readStream(stream, version, limit));
        Position position = Position.of(random.nextLong(model.head().value() + 2));
        List<StoredEvent> page = model.readAll(position, limit);
        assertSame(place, read.readAll(position, limit), page);
        for (StoredEvent event : page) {
            assertSame(place, read.find(event.id()).stream().toList(), List.of(event));
        }
    }

    /** The two record the same events at different times. */
    private static void assertSame(String place, List<StoredEvent> found, List<StoredEvent> expected) {
        assertThat(untimed(found)).as(place).isEqualTo(untimed(expected));
    }

    private static List<StoredEvent> untimed(List<StoredEvent> events) {
        return events.stream()
                .map(e -> new StoredEvent(e.stream(), e.version(), e.position(), Instant.EPOCH, e.event()))
                .toList();
    }

    /** Of failures, the kind must be the same, the words may differ. */
    private static List<?> comparable(List<CommitResult> results) {
        return results.stream()
                .map(result -> result instanceof CommitResult.Failed failed
                        ? failed.error().getClass()
                        : result)
                .toList();
    }
}
