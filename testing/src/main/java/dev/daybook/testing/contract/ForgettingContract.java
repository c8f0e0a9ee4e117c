package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.SerializedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outcomes are kept until they are forgotten, the oldest first. */
abstract class ForgettingContract extends CommandFixture {

    private final List<SerializedCommand> decided = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private EventStore timed;

    @SuppressWarnings("NullAway.Init") // by decideFiveCommands, before each test
    ForgettingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** One a second. */
    @BeforeEach
    void decideFiveCommands() {
        timed = openAnother(clock);
        for (int i = 0; i < 5; i++) {
            SerializedCommand command = command(ORDER);
            timed.commit(accept(command, ExpectedVersion.any(), 1));
            decided.add(command);
            times.add(clock.instant());
            clock.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void outcomes_recorded_before_a_time_are_forgotten() {
        assertThat(commands().forgetOutcomes(times.get(2), 100)).isEqualTo(2);
        assertKnown(2, 5);
        assertThat(commands().forgetOutcomes(times.get(2), 100)).isZero();
        assertThat(commands().forgetOutcomes(times.get(4).plusNanos(1_000), 100))
                .isEqualTo(3);
        assertKnown(5, 5);
    }

    @Test
    void a_limited_number_is_forgotten_at_once_the_oldest_first() {
        assertThat(commands().forgetOutcomes(times.get(4), 3)).isEqualTo(3);
        assertKnown(3, 5);
        assertThat(commands().forgetOutcomes(times.get(4), 3)).isEqualTo(1);
        assertKnown(4, 5);
    }

    @Test
    void the_events_of_a_forgotten_command_stay() {
        commands().forgetOutcomes(times.get(4), 100);
        assertThat(wholeLog()).hasSize(5);
        assertKnown(4, 5);
    }

    @Test
    void a_forgotten_command_is_new() {
        assertThat(commands().forgetOutcomes(times.get(1), 100)).isEqualTo(1);
        SerializedCommand forgotten = decided.getFirst();
        assertThat(timed.commit(Commit.enqueue(to(QUEUE, forgotten)))).isEqualTo(committed(5));
        assertThat(pendingCommands(QUEUE)).containsExactly(forgotten);
        assertThat(timed.commit(outcomes(refusal(forgotten)))).isEqualTo(committed(5));
        assertThat(verdict(id(forgotten))).isEqualTo(REFUSED);
    }

    @Test
    void outcomes_recorded_later_are_numbered_after_all_that_were_forgotten() {
        UUID last = id(decided.getLast());
        long sequence = recorded(last).sequence();
        commands().forgetOutcomes(clock.instant(), 100);
        assertKnown(5, 5);
        SerializedCommand next = command(ORDER);
        openAnother().commit(outcomes(refusal(next)));
        assertThat(recorded(id(next)).sequence()).isGreaterThan(sequence);
    }

    private void assertKnown(int from, int to) {
        List<UUID> ids = decided.stream().map(CommandFixture::id).toList();
        assertThat(commands().outcomes(ids)).containsOnlyKeys(ids.subList(from, to));
        ids.subList(0, from).forEach(id -> assertThat(commands().find(id)).isEmpty());
    }
}
