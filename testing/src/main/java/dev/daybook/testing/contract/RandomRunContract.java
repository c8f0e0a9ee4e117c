package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommandStore;
import dev.daybook.store.CommandStore.QueueStatus;
import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Slices;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Random commits, calls, and reads, whose answers must be those of {@link InMemoryEventStore}. Every failure names its seed; run it
 * again with {@code -Ddaybook.seed=…}, and longer with {@code -Ddaybook.thorough=true}.
 */
abstract class RandomRunContract extends CommandFixture {

    private static final int STEPS = Boolean.getBoolean("daybook.thorough") ? 2_000 : 200;

    private final long seed = Long.getLong("daybook.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final InMemoryEventStore model = new InMemoryEventStore(clock);
    private final RandomCommands randomCommands = new RandomCommands(random, model, clock);
    private final RandomCommits randomCommits = new RandomCommits(random, model, randomCommands);
    private final RandomCalls randomCalls = new RandomCalls(random, randomCommands, clock);
    private final RandomSteps randomSteps = new RandomSteps(random, model);
    private EventStore first;
    private EventStore second;

    @SuppressWarnings("NullAway.Init") // by openTwoStoresAndTellTheSeed, before each test
    RandomRunContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void openTwoStoresAndTellTheSeed(TestReporter reporter) {
        first = openAnother(clock);
        second = openAnother(clock);
        List.of(model, first, second).forEach(RandomSteps::prepare);
        reporter.publishEntry("daybook.seed", Long.toString(seed));
    }

    @Test
    @Timeout(600)
    void random_commits_and_calls_are_answered_and_read_back_as_by_the_model() {
        for (int step = 0; step < STEPS; step++) {
            String place = "step " + step + " of the run with -Ddaybook.seed=" + seed;
            try {
                compareAnswers(place, randomSteps.addedTo(randomCommits.next()));
                compareAnswers(place, randomCalls.next());
                compareRandomPages(place);
                compareQueues(place);
                randomSteps.compare(place, either());
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
        EventStore chosen = either();
        List<Commit> translated = list.stream()
                .map(commit -> Tickets.translated(commit, chosen.commands()))
                .toList();
        List<?> expected = model.commit(list).stream().map(Timeless::result).toList();
        assertThat(chosen.commit(translated).stream().map(Timeless::result).toList())
                .as("%s, answers to %s", place, list)
                .isEqualTo(expected);
    }

    private void compareAnswers(String place, RandomCalls.Call call) {
        Object expected = call.answer().apply(model);
        assertThat(call.answer().apply(either()))
                .as("%s, answer to %s", place, call)
                .isEqualTo(expected);
    }

    private void compareQueues(String place) {
        CommandStore found = either().commands();
        CommandStore expected = model.commands();
        assertThat(found.queues("")).as(place).isEqualTo(expected.queues(""));
        String queue = RandomCommands.QUEUES.get(random.nextInt(RandomCommands.QUEUES.size()));
        Slices slices = random.nextBoolean() ? Slices.all() : new Slices(2, Set.of(random.nextInt(2)));
        int limit = 1 + random.nextInt(20);
        assertThat(commandsOf(found.read(queue, slices, 0, limit)))
                .as(place)
                .isEqualTo(commandsOf(expected.read(queue, slices, 0, limit)));
        assertThat(Timeless.parked(found.parked(queue, 0, limit)))
                .as(place)
                .isEqualTo(Timeless.parked(expected.parked(queue, 0, limit)));
        assertThat(counts(found.status(queue))).as(place).isEqualTo(counts(expected.status(queue)));
        UUID id = id(randomCommands.known());
        assertThat(found.find(id).map(Timeless::state))
                .as(place)
                .isEqualTo(expected.find(id).map(Timeless::state));
    }

    private static List<Long> counts(QueueStatus status) {
        return List.of(status.pending(), status.scheduled(), status.parked());
    }

    private EventStore either() {
        return random.nextBoolean() ? first : second;
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
        assertThat(Timeless.events(found)).as(place).isEqualTo(Timeless.events(expected));
    }
}
