package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore.QueueStatus;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Queues are read in pages, by slices, and tell how they stand. */
abstract class QueueReadingContract extends CommandFixture {

    QueueReadingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_page_starts_after_a_place_and_ends_at_the_limit() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, ORDER, CUSTOMER, ORDER);
        assertThat(page(0, 2)).isEqualTo(queued.subList(0, 2));
        assertThat(page(queued.get(1).sequence(), 2)).isEqualTo(queued.subList(2, 4));
        assertThat(page(queued.get(3).sequence(), 2)).isEqualTo(queued.subList(4, 5));
        assertThat(page(queued.get(4).sequence(), 2)).isEmpty();
        assertThat(page(queued.getFirst().sequence() - 1, 1)).isEqualTo(queued.subList(0, 1));
        assertThat(page(Long.MAX_VALUE, 2)).isEmpty();
    }

    @Test
    void a_reader_goes_on_after_a_place_that_is_empty_meanwhile() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, ORDER);
        store().commit(outcomes(refusal(queued.get(1))));
        assertThat(page(queued.get(1).sequence(), 10)).isEqualTo(queued.subList(2, 3));
        assertThat(page(0, 10)).containsExactly(queued.get(0), queued.get(2));
    }

    @Test
    void each_part_of_the_slices_holds_its_own_streams() {
        StreamId[] streams = IntStream.range(0, 200)
                .mapToObj(i -> StreamId.of("order", "" + i))
                .toArray(StreamId[]::new);
        List<QueuedCommand> queued = enqueue(streams);
        for (int parts : List.of(1, 2, 16, StreamId.SLICES)) {
            Set<Integer> chosen = new HashSet<>();
            List<QueuedCommand> expected = new ArrayList<>();
            Slices slices = new Slices(parts, oddOnes(parts));
            for (QueuedCommand command : queued) {
                int slice = command.command().header().stream().slice();
                if (slices.contains(slice)) {
                    expected.add(command);
                    chosen.add(slices.partOf(slice));
                }
            }
            assertThat(commands().read(QUEUE, slices, 0, 1_000)).isEqualTo(expected);
            assertThat(commands().read(QUEUE, slices, 0, 3))
                    .isEqualTo(expected.subList(0, Math.min(3, expected.size())));
            assertThat(slices.chosen()).containsAll(chosen);
        }
        assertThat(commands().read(QUEUE, new Slices(16, Set.of()), 0, 10)).isEmpty();
    }

    @Test
    void queues_do_not_mix() {
        SerializedCommand first = command(ORDER);
        SerializedCommand second = command(ORDER);
        store().commit(Commit.enqueue(to(QUEUE, first), to(OTHER_QUEUE, second)));
        assertThat(pendingCommands(QUEUE)).containsExactly(first);
        assertThat(pendingCommands(OTHER_QUEUE)).containsExactly(second);
        assertThat(pending("third")).isEmpty();
    }

    @Test
    void the_status_counts_what_is_pending_scheduled_and_parked() {
        assertThat(commands().status(QUEUE)).isEqualTo(new QueueStatus(0, 0, 0, 0));
        List<QueuedCommand> queued = enqueue(ORDER, ORDER, CUSTOMER);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        store().commit(Commit.enqueue(at(tomorrow, QUEUE, command(ORDER)), at(tomorrow, QUEUE, command(ORDER))));
        commands().park(queued.getFirst(), 1, "It failed", lease());
        QueueStatus status = commands().status(QUEUE);
        assertThat(status).isEqualTo(new QueueStatus(3, 2, 1, status.revision()));
        assertThat(commands().status(OTHER_QUEUE)).isEqualTo(new QueueStatus(0, 0, 0, 0));
        store().commit(outcomes(refusal(queued.getLast())));
        assertThat(commands().status(QUEUE).pending()).isEqualTo(2);
    }

    @Test
    void adding_at_the_end_and_carrying_out_leave_the_revision_as_it_is() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        long revision = commands().status(QUEUE).revision();
        enqueue(ORDER, CUSTOMER);
        store().commit(outcomes(refusal(queued)));
        assertThat(commands().status(QUEUE)).isEqualTo(new QueueStatus(2, 0, 0, revision));
    }

    @Test
    void queues_with_pending_commands_are_found_by_the_beginnings_of_their_names() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        for (String name : List.of("shop/b", "shop/a", "shop_", "shop%", "shopping", "Shop/c", "shop/ü")) {
            store().commit(Commit.enqueue(to(name, command(ORDER))));
        }
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        store().commit(Commit.enqueue(at(tomorrow, "shop/scheduled", command(ORDER))));
        assertThat(commands().queues("shop/")).containsExactly("shop/a", "shop/b", "shop/ü");
        assertThat(commands().queues("shop_")).containsExactly("shop_");
        assertThat(commands().queues("shop%")).containsExactly("shop%");
        assertThat(commands().queues("")).hasSize(8).contains(QUEUE);
        store().commit(outcomes(refusal(queued)));
        assertThat(commands().queues("")).hasSize(7).doesNotContain(QUEUE);
    }

    @Test
    void a_command_is_found_wherever_it_is() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER, CUSTOMER);
        SerializedCommand scheduled = command(ORDER);
        Instant due = Instant.parse("2126-03-01T10:00:00.123456789Z");
        store().commit(Commit.enqueue(at(due, OTHER_QUEUE, scheduled)));
        commands().park(queued.getFirst(), 1, "It failed", lease());
        store().commit(outcomes(refusal(queued.getLast())));

        assertThat(commands().find(id(queued.get(1)))).contains(new CommandState.Queued(queued.get(1)));
        assertThat(commands().find(id(scheduled)))
                .contains(new CommandState.Scheduled(
                        OTHER_QUEUE, Instant.parse("2126-03-01T10:00:00.123456Z"), scheduled));
        assertThat(commands().find(id(queued.get(0))))
                .contains(new CommandState.Parked(commands().parked(QUEUE, 0, 1).getFirst()));
        assertThat(commands().find(id(queued.get(2)))).contains(new CommandState.Decided(recorded(id(queued.get(2)))));
        assertThat(commands().find(samples.id())).isEmpty();
    }

    @Test
    void thousands_of_commands_are_enqueued_at_once_and_read_in_pages() {
        StreamId[] streams = IntStream.range(0, 3_000)
                .mapToObj(i -> StreamId.of("order", "" + i % 50))
                .toArray(StreamId[]::new);
        Enqueue[] added = new Enqueue[streams.length];
        for (int i = 0; i < streams.length; i++) {
            added[i] = to(QUEUE, command(streams[i]));
        }
        store().commit(Commit.enqueue(added));
        List<SerializedCommand> read = new ArrayList<>();
        long after = 0;
        for (List<QueuedCommand> page = page(after, 700); !page.isEmpty(); page = page(after, 700)) {
            read.addAll(commandsOf(page));
            after = page.getLast().sequence();
        }
        assertThat(read).isEqualTo(List.of(added).stream().map(Enqueue::command).toList());
        assertThat(commands().status(QUEUE).pending()).isEqualTo(3_000);
    }

    private List<QueuedCommand> page(long after, int limit) {
        return commands().read(QUEUE, Slices.all(), after, limit);
    }

    private static Set<Integer> oddOnes(int parts) {
        Set<Integer> odd = new HashSet<>();
        for (int part = Math.min(1, parts - 1); part < parts; part += 2) {
            odd.add(part);
        }
        return odd;
    }
}
