package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads, on two stores that share one storage. */
abstract class CommandConcurrencyContract extends CommandFixture {

    private static final int THREADS = 8;
    private static final int ROUNDS = 15;

    private EventStore second;

    @SuppressWarnings("NullAway.Init") // by openASecondStore, before each test
    CommandConcurrencyContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void openASecondStore() {
        second = openAnother();
    }

    @Test
    void exactly_as_many_commands_are_accepted_as_a_queue_may_hold() throws Exception {
        int capacity = 21;
        List<List<CommitResult>> answers = Together.run(THREADS, i -> () -> {
            List<CommitResult> own = new ArrayList<>();
            for (int n = 0; n < 10; n++) {
                own.add(either(i).commit(Commit.enqueue(to(QUEUE, capacity, command(StreamId.of("own", "" + i))))));
            }
            return own;
        });
        List<CommitResult> all = answers.stream().flatMap(List::stream).toList();
        assertThat(all).filteredOn(committed(0)::equals).hasSize(capacity);
        assertThat(all)
                .filteredOn(new CommitResult.QueueFull(QUEUE, capacity, capacity)::equals)
                .hasSize(THREADS * 10 - capacity);
        assertThat(pending(QUEUE)).hasSize(capacity);
        assertThat(commands().status(QUEUE).pending()).isEqualTo(capacity);
    }

    @Test
    void of_all_who_decide_the_same_command_one_succeeds_and_the_others_are_told_its_outcome() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SerializedCommand command = command(ORDER);
            List<CommitResult> results =
                    Together.run(THREADS, i -> () -> either(i).commit(accept(command, ExpectedVersion.any(), 2)));
            CommitResult already = new CommitResult.AlreadyDecided(List.of(recorded(id(command))));
            assertThat(results).containsOnlyOnce(committed(2L * round + 2, 2L * round + 2));
            assertThat(results).filteredOn(already::equals).hasSize(THREADS - 1);
        }
        assertThat(wholeLog()).hasSize(2 * ROUNDS);
    }

    @Test
    void a_command_enqueued_by_all_joins_one_queue_once() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SerializedCommand command = command(ORDER);
            List<CommitResult> results = Together.run(
                    THREADS, i -> () -> either(i).commit(Commit.enqueue(to(i % 4 < 2 ? QUEUE : OTHER_QUEUE, command))));
            assertThat(results).containsOnlyOnce(committed(0));
            assertThat(results)
                    .filteredOn(committedWithout(0, id(command))::equals)
                    .hasSize(THREADS - 1);
            assertThat(pending(QUEUE).size() + pending(OTHER_QUEUE).size()).isEqualTo(round + 1);
        }
    }

    @Test
    void no_reader_who_goes_on_after_the_last_place_it_saw_misses_a_command() throws Exception {
        int each = 60;
        int writers = THREADS - 1;
        CountDownLatch writing = new CountDownLatch(writers);
        List<List<SerializedCommand>> results = Together.run(
                THREADS, i -> i == writers ? () -> readWhile(writing) : () -> enqueueOneByOne(i, each, writing));
        List<SerializedCommand> read = results.getLast();
        assertThat(read).hasSize(writers * each).doesNotHaveDuplicates();
        for (int i = 0; i < writers; i++) {
            StreamId own = StreamId.of("own", "" + i);
            assertThat(read)
                    .filteredOn(command -> command.header().stream().equals(own))
                    .isEqualTo(results.get(i));
        }
    }

    @Test
    void of_all_who_intervene_one_succeeds() throws Exception {
        Lease lease = lease();
        Intervention ann = new Intervention("ann", "Works again");
        for (int round = 0; round < ROUNDS; round++) {
            QueuedCommand parked = enqueue(StreamId.of("order", "" + round)).getFirst();
            assertThat(commands().park(parked, 1, "It failed", lease)).isTrue();
            List<Boolean> results = Together.run(
                    THREADS,
                    i -> () -> i % 4 < 2
                            ? either(i).commands().retry(id(parked), ann)
                            : either(i).commands().discard(id(parked), ann));
            assertThat(results).containsOnlyOnce(true);
        }
        assertThat(commands().status(QUEUE).parked()).isZero();
        assertThat(commands().status(QUEUE).pending()).isEqualTo(pending(QUEUE).size());
    }

    @Test
    void each_command_that_is_due_is_released_once_whoever_releases() throws Exception {
        int count = 200;
        Instant due = clock.instant().plusSeconds(1);
        EventStore timed = openAnother(clock);
        EventStore timedToo = openAnother(clock);
        List<SerializedCommand> scheduled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SerializedCommand command = command(ORDER);
            timed.commit(Commit.enqueue(at(due, QUEUE, command)));
            scheduled.add(command);
        }
        clock.advance(Duration.ofSeconds(1));
        Together.run(THREADS, i -> () -> {
            EventStore mine = i % 2 == 0 ? timed : timedToo;
            while (mine.commands().releaseDue(7).isPresent()) {}
            return i;
        });
        assertThat(pendingCommands(QUEUE)).containsExactlyInAnyOrderElementsOf(scheduled);
        assertThat(commands().status(QUEUE).scheduled()).isZero();
    }

    private List<SerializedCommand> enqueueOneByOne(int number, int count, CountDownLatch writing) {
        List<SerializedCommand> enqueued = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SerializedCommand command = command(StreamId.of("own", "" + number));
            either(number).commit(Commit.enqueue(to(QUEUE, command)));
            enqueued.add(command);
        }
        writing.countDown();
        return enqueued;
    }

    private List<SerializedCommand> readWhile(CountDownLatch writing) {
        List<SerializedCommand> read = new ArrayList<>();
        long after = 0;
        boolean isLastRound;
        do {
            isLastRound = writing.getCount() == 0;
            List<QueuedCommand> page = second.commands().read(QUEUE, Slices.all(), after, isLastRound ? 1_000 : 13);
            read.addAll(commandsOf(page));
            after = page.isEmpty() ? after : page.getLast().sequence();
        } while (!isLastRound);
        return read;
    }

    private EventStore either(int number) {
        return number % 2 == 0 ? store() : second;
    }
}
