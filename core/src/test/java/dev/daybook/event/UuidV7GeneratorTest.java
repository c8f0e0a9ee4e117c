package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class UuidV7GeneratorTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final IdGenerator ids = IdGenerator.uuidV7(clock, RandomGenerator.of("L64X128MixRandom"));

    @Test
    void ids_carry_version_7_and_the_rfc_variant() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.next();
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
        }
    }

    @Test
    void the_first_48_bits_are_the_time_in_milliseconds() {
        assertThat(millis(ids.next())).isEqualTo(NOON.toEpochMilli());

        now.set(NOON.plusMillis(1));

        assertThat(millis(ids.next())).isEqualTo(NOON.toEpochMilli() + 1);
    }

    @Test
    void ids_grow_while_the_clock_stands_still_even_beyond_what_the_counter_holds() {
        String last = ids.next().toString();
        for (int i = 0; i < 10_000; i++) {
            String next = ids.next().toString();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void ids_grow_when_the_clock_steps_back() {
        String before = ids.next().toString();

        now.set(NOON.minusSeconds(3600));

        String after = ids.next().toString();
        assertThat(after).isGreaterThan(before);
        assertThat(ids.next().toString()).isGreaterThan(after);
    }

    @Test
    void the_last_62_bits_are_random() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(ids.next().getLeastSignificantBits());
        }
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void ids_of_many_threads_are_unique_and_grow_in_each() throws Exception {
        int threads = 8;
        int each = 5_000;
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<List<String>>> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                results.add(executor.submit(() -> {
                    start.await();
                    List<String> own = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        own.add(ids.next().toString());
                    }
                    return own;
                }));
            }
        }

        Set<String> prefixes = new HashSet<>();
        for (Future<List<String>> result : results) {
            assertThat(result.get()).isSorted().hasSize(each);
            // without the random part, which would hide two equal counts
            result.get().forEach(id -> prefixes.add(id.substring(0, 18)));
        }
        assertThat(prefixes).hasSize(threads * each);
    }

    private static long millis(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
