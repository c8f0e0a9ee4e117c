package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Position;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PageReaderTest {

    private static final int LONG = 10_000;

    private final Workplace place = Workplace.open();
    private final SubscriptionSetup setup =
            SubscriptionSetup.named("all").partitions(2).batch(10);
    private final Inbox behind = new Inbox(10);
    private final Inbox near = new Inbox(10);

    @AfterEach
    void close() {
        place.close();
    }

    private static String streamOf(int partition) {
        Slices slices = new Slices(2, Set.of(partition));
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "s-" + i)
                .filter(stream -> slices.contains(StreamId.parse(stream).slice()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_partition_near_the_end_does_not_wait_for_one_that_catches_up() throws Exception {
        place.appendMany(streamOf(0), LONG);
        try (LogFeed feed = LogFeed.start(place.store());
                PageReader reader = new PageReader(setup, place.handler(), place.store(), feed, () -> {})) {
            reader.start();
            assertThat(feed.awaitHead(Position.of(LONG), PLENTY.toNanos(), () -> false))
                    .isTrue();
            behind.open(Position.START);
            near.open(Position.of(LONG));
            reader.readFor(Map.of(0, behind, 1, near));
            until("it catches up", () -> !behind.take().events().isEmpty());
            place.append(streamOf(1));
            assertThat(feed.awaitHead(Position.of(LONG + 1), PLENTY.toNanos(), () -> false))
                    .isTrue();
            until("the other is served", () -> {
                behind.take();
                reader.poke();
                return !near.take().events().isEmpty();
            });
            assertThat(behind.fetched()).isLessThan(Position.of(LONG));
            until("all is read", () -> {
                behind.take();
                reader.poke();
                return behind.fetched().value() == LONG + 1 && near.fetched().value() == LONG + 1;
            });
        }
    }

    @Test
    void a_partition_near_the_end_does_not_wait_for_one_behind_that_is_full() throws Exception {
        place.appendMany(streamOf(0), LONG);
        try (LogFeed feed = LogFeed.start(place.store());
                PageReader reader = new PageReader(setup, place.handler(), place.store(), feed, () -> {})) {
            reader.start();
            assertThat(feed.awaitHead(Position.of(LONG), PLENTY.toNanos(), () -> false))
                    .isTrue();
            behind.open(Position.START);
            near.open(Position.of(LONG));
            reader.readFor(Map.of(0, behind, 1, near));
            until("it is full", () -> behind.fullFor() > 0);
            for (int i = 1; i <= 20; i++) {
                place.append(streamOf(1));
                until("that is there", () -> !near.take().events().isEmpty());
            }
            assertThat(near.fetched()).isEqualTo(Position.of(LONG + 20));
        }
    }
}
