package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Data and metadata are kept character for character. */
abstract class TextContract extends StoreFixture {

    TextContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void data_is_kept_character_for_character() {
        List<String> texts = List.of(
                "{}",
                "[]",
                "null",
                "true",
                "\"\"",
                "0",
                "-0",
                "0.10",
                "1e400",
                "-1.5E-7",
                "123456789012345678901234567890.12345678901234567890",
                " {\n\t\"b\" : 1 ,\r\n \"a\":2 } \n",
                "{\"b\":1,\"a\":2,\"b\":3}",
                "{\"\":{\"\":[]}}",
                "\"\\u0000\"",
                "{\"\\u0000\":\"\\ud800\"}",
                "\"\\u00e9 \\/ / \\\" \\\\ \\b\\f\\n\\r\\t\"",
                "\"\u007F\"",
                "\"" + SampleEvents.ANY_SCRIPT.replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                "[".repeat(400) + "]".repeat(400));
        List<SerializedEvent> events = texts.stream().map(samples::event).toList();
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), events));
        assertThat(wholeStream(ORDER)).extracting(StoredEvent::data).isEqualTo(texts);
        assertThat(wholeLog()).extracting(StoredEvent::data).isEqualTo(texts);
        assertThat(store().find(events.get(11).id()).orElseThrow().data()).isEqualTo(texts.get(11));
    }

    @Test
    void data_that_is_no_json_text_is_refused() {
        List<String> texts = List.of(
                "",
                " ",
                "order",
                "{",
                "}",
                "{}{}",
                "{} x",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "'a'",
                "01",
                "+1",
                ".5",
                "1.",
                "0x1F",
                "NaN",
                "Infinity",
                "nul",
                "True",
                "\"a",
                "\"\t\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12\"",
                "// a\n1",
                "/* a */ 1",
                "\u0000",
                "\"\u0000\"");
        for (String text : texts) {
            assertRefused(samples.event(text), text);
        }
        append(ORDER, 1);
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void half_a_surrogate_pair_is_refused_and_stops_the_whole_list() {
        SerializedEvent whole = samples.event("\"\uD83D\uDE00\"");
        for (String half : List.of("\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83Dx", "x\uDE00")) {
            assertStopsList(whole, samples.event("\"" + half + "\""));
            assertStopsList(whole, samples.event("{}", Metadata.of(null, null, Map.of("user", half))));
            assertStopsList(whole, samples.event("{}", Metadata.of(null, null, Map.of(half, "user"))));
        }
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), whole));
        assertThat(events(wholeLog())).containsExactly(whole);
    }

    @Test
    void metadata_is_kept() {
        List<Metadata> all = List.of(
                Metadata.none(),
                Metadata.of("request-1", null, Map.of()),
                Metadata.of(null, "command-1", Map.of()),
                Metadata.of("request-1", "command-1", Map.of("user", "anna")),
                Metadata.of(null, null, Map.of("user", "", "", "empty key", "b", "2", "a", "1")),
                Metadata.of("x".repeat(Metadata.MAX_ID_LENGTH), "y".repeat(Metadata.MAX_ID_LENGTH), Map.of()),
                Metadata.of(
                        SampleEvents.ANY_SCRIPT,
                        " ",
                        Map.of(SampleEvents.ANY_SCRIPT, SampleEvents.ANY_SCRIPT, "control", "\u0000\u0001\n")));
        List<SerializedEvent> events =
                all.stream().map(metadata -> samples.event("{}", metadata)).toList();
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), events));
        assertThat(wholeStream(ORDER)).extracting(StoredEvent::metadata).isEqualTo(all);
        assertThat(wholeLog()).extracting(StoredEvent::metadata).isEqualTo(all);
    }

    private void assertRefused(SerializedEvent event, String what) {
        CommitResult result = store().commit(List.of(Commit.append(ORDER, ExpectedVersion.any(), event)))
                .getFirst();
        assertThat(result)
                .as("the answer to %s", what)
                .isInstanceOfSatisfying(
                        CommitResult.Failed.class,
                        failed -> assertThat(failed.error()).isInstanceOf(InvalidEventException.class));
        assertThat(wholeLog()).isEmpty();
    }

    private void assertStopsList(SerializedEvent good, SerializedEvent bad) {
        List<Commit> list = List.of(
                Commit.append(ORDER, ExpectedVersion.any(), good), Commit.append(CUSTOMER, ExpectedVersion.any(), bad));
        assertThatThrownBy(() -> store().commit(list))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("surrogate");
        assertThat(wholeLog()).isEmpty();
    }
}
