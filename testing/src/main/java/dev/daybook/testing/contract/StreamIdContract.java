package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Stream ids are kept and compared character for character. */
abstract class StreamIdContract extends StoreFixture {

    StreamIdContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void streams_whose_ids_only_look_alike_are_different() {
        List<String> keys = List.of(
                "a",
                "A",
                "a ",
                " a",
                "aa",
                "é",
                "e\u0301",
                "É",
                "ß",
                "ss",
                "ﬀ",
                "ff",
                "ı",
                "i",
                "İ",
                "I",
                "１",
                "1",
                "a-b",
                "a_b",
                "a%b",
                "a\u00A0b",
                "a b",
                "a\u200Bb",
                "ab",
                "-",
                "--",
                "'",
                "\"",
                "\\",
                "NULL",
                "null",
                "0",
                "00");
        for (String key : keys) {
            assertThat(appendTo(StreamId.of("order", key), ExpectedVersion.noneYet()))
                    .as("begins %s", key)
                    .isInstanceOf(CommitResult.Committed.class);
        }
        assertThat(appendTo(StreamId.of("Order", "a"), ExpectedVersion.noneYet()))
                .isInstanceOf(CommitResult.Committed.class);
        for (String key : keys) {
            StreamId stream = StreamId.of("order", key);
            assertThat(wholeStream(stream)).extracting(StoredEvent::stream).containsExactly(stream);
        }
    }

    @Test
    void stream_ids_of_any_script_are_read_back() {
        StreamId stream = StreamId.of("order", SampleEvents.ANY_SCRIPT);
        append(stream, 2);
        assertThat(store().version(stream).value()).isEqualTo(2);
        assertThat(wholeLog()).extracting(StoredEvent::stream).containsExactly(stream, stream);
        assertThat(appendTo(stream, ExpectedVersion.noneYet()))
                .isEqualTo(conflict(stream, ExpectedVersion.noneYet(), 2));
    }

    private CommitResult appendTo(StreamId stream, ExpectedVersion expected) {
        return store().commit(Commit.append(stream, expected, samples.event()));
    }
}
