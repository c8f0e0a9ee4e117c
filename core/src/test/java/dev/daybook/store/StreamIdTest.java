package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamIdTest {

    @Test
    void is_written_as_category_and_key() {
        assertThat(StreamId.of("order", "42")).hasToString("order-42");
    }

    @ParameterizedTest
    @CsvSource({"order-42,order,42", "order-a-b-c,order,a-b-c", "order--,order,-", "a.b_2-x y,a.b_2,x y"})
    void parsing_splits_at_the_first_hyphen(String text, String category, String key) {
        StreamId stream = StreamId.parse(text);

        assertThat(stream).isEqualTo(StreamId.of(category, key)).hasToString(text);
    }

    @Test
    void parsing_text_without_a_hyphen_says_what_is_expected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse("order42"))
                .withMessage("Stream id 'order42' has no '-': expected category-key, such as order-42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "Order", "order2", "order_line", "sales.order"})
    void a_category_starts_with_a_letter_and_goes_on_with_letters_digits_underscores_and_dots(String category) {
        assertThat(StreamId.isCategory(category)).isTrue();
        assertThat(StreamId.of(category, "1").category()).isEqualTo(category);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2order", "_order", ".order", "order-line", "order line", "örder", "ordér", "order\n"})
    void anything_else_is_no_category(String category) {
        assertThat(StreamId.isCategory(category)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of(category, "1"))
                .withMessageContaining("expected a letter, then letters, digits, '_' or '.'");
    }

    @Test
    void an_empty_key_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.parse("order-"))
                .withMessage("The key of a stream of category 'order' is empty");
    }

    @ParameterizedTest
    @CsvSource({"0,U+0000", "9,U+0009", "10,U+000A", "31,U+001F", "127,U+007F", "133,U+0085", "159,U+009F"})
    void a_control_character_in_the_key_is_refused_by_its_name_and_place(int codePoint, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("order", "4" + Character.toString(codePoint)))
                .withMessage("Stream key '4?' holds the control character " + name + " at index 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "x\uD83D", "\uDE00x", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void half_a_surrogate_pair_in_the_key_is_refused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("order", key))
                .withMessageContaining("holds half a surrogate pair U+D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ünïcode", "日本", "😀", "👩‍👩‍👧", " ", "a/b?c=d&e'\"\\%"})
    void any_other_character_is_kept_in_the_key(String key) {
        assertThat(StreamId.parse("order-" + key).key()).isEqualTo(key);
    }

    @Test
    void ids_are_compared_character_by_character() {
        assertThat(StreamId.of("order", "a")).isNotEqualTo(StreamId.of("order", "A"));
        assertThat(StreamId.of("order", "\u00E9")).isNotEqualTo(StreamId.of("order", "e\u0301"));
    }

    /** Stored data depends on these numbers, which come from another implementation of CRC-32 (Python's zlib). */
    @ParameterizedTest
    @CsvSource({
        "a-1,720",
        "order-42,734",
        "order-a-b-c,887",
        "order-Ünïcode,161",
        "order-日本,27",
        "order-😀,252",
        "customer_x.y-00000000-0000-7000-8000-000000000001,75"
    })
    void the_slice_of_a_stream_never_changes(String stream, int slice) {
        assertThat(StreamId.parse(stream).slice()).isEqualTo(slice);
    }

    @Test
    void a_message_shows_only_the_beginning_of_a_long_text() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamId.of("order", "x".repeat(10_000) + "\n"))
                .withMessageContaining("'" + "x".repeat(80) + "…'");
    }
}
