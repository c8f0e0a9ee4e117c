package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SamplesTest {

    enum Color {
        RED,
        GREEN
    }

    enum Nothing {}

    record Item(String product, int quantity) {}

    record Everything(
            String text,
            long number,
            Boolean truth,
            BigDecimal amount,
            UUID id,
            Instant at,
            Color color,
            Item item,
            List<Item> items,
            Set<String> tags,
            Map<String, Item> byName,
            Optional<Item> maybe) {}

    record Positive(int value) {
        Positive {
            if (value > 100) {
                throw new IllegalArgumentException("too much");
            }
        }
    }

    record Endless(Optional<Endless> next) {}

    record Unknown(Thread thread) {}

    record NoValue(Nothing nothing) {}

    record Generic(List<? extends Item> items) {}

    record Empty() {}

    @Test
    void fills_every_component_of_a_record() {
        Everything sample = Objects.requireNonNull(Samples.of(Everything.class));

        assertThat(sample.text()).isNotEmpty();
        assertThat(sample.number()).isNotZero();
        assertThat(sample.truth()).isTrue();
        assertThat(sample.amount().scale())
                .as("a scale that a codec could lose")
                .isEqualTo(2);
        assertThat(sample.items()).hasSize(1);
        assertThat(sample.tags()).hasSize(1);
        assertThat(sample.byName()).hasSize(1);
        assertThat(sample.maybe()).isPresent();
        assertThat(sample.at())
                .as("microseconds that a codec could lose")
                .isNotEqualTo(sample.at().truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void a_record_without_components_is_made() {
        assertThat(Samples.of(Empty.class)).isEqualTo(new Empty());
    }

    @Test
    void nothing_is_made_of_a_record_that_refuses_the_values() {
        assertThat(Samples.of(Positive.class)).isNull();
    }

    @Test
    void nothing_is_made_of_types_it_cannot_fill() {
        assertThat(Samples.of(Endless.class)).isNull();
        assertThat(Samples.of(Unknown.class)).isNull();
        assertThat(Samples.of(NoValue.class)).isNull();
        assertThat(Samples.of(Generic.class)).isNull();
    }

    @Test
    void times_have_an_offset_that_a_codec_could_lose() {
        record At(OffsetDateTime at) {}

        At sample = Objects.requireNonNull(Samples.of(At.class));

        assertThat(sample.at().getOffset().getTotalSeconds()).isNotZero();
    }
}
