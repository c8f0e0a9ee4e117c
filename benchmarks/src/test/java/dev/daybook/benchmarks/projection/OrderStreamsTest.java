package dev.daybook.benchmarks.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.benchmarks.workload.NewEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderStreamsTest {

    @Test
    void streams_take_turns_and_their_versions_have_no_gaps() {
        OrderStreams streams = new OrderStreams(3, 1);
        List<NewEvent> events = new ArrayList<>();
        for (int pass = 0; pass < 3; pass++) {
            events.addAll(streams.next(2));
            events.addAll(streams.next(2));
        }

        assertThat(events).hasSize(9);
        for (int pass = 0; pass < 3; pass++) {
            List<NewEvent> ofPass = events.subList(3 * pass, 3 * pass + 3);
            assertThat(ofPass).extracting(NewEvent::stream).doesNotHaveDuplicates();
            assertThat(ofPass).extracting(NewEvent::version).containsOnly(pass + 1L);
        }
    }

    @Test
    void the_same_seed_gives_the_same_rows() {
        OrderStreams streams = new OrderStreams(3, 1);
        OrderStreams same = new OrderStreams(3, 1);
        OrderStreams other = new OrderStreams(3, 2);
        for (int i = 0; i < 7; i++) {
            streams.next();
            same.next();
            other.next();
        }

        assertThat(streams.expected()).hasSize(3).isEqualTo(same.expected()).isNotEqualTo(other.expected());
        assertThat(streams.expected().values().stream()
                        .mapToLong(OrderTotals::orders)
                        .sum())
                .isEqualTo(7);
    }
}
