package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StableTextTest {

    @Test
    void members_are_ordered_by_name_at_every_depth() {
        assertThat(StableText.of("{\"b\":1,\"a\":{\"d\":2,\"c\":3}}"))
                .isEqualTo(StableText.of("{ \"a\": {\"c\":3, \"d\":2}, \"b\": 1 }"))
                .isEqualTo("{\"a\":{\"c\":3,\"d\":2},\"b\":1}");
    }

    @Test
    void members_that_are_null_are_left_out() {
        assertThat(StableText.of("{\"a\":1,\"note\":null}")).isEqualTo(StableText.of("{\"a\":1}"));
    }

    @Test
    void elements_of_arrays_keep_their_order() {
        assertThat(StableText.of("[2,1,null]")).isEqualTo("[2,1,null]");
    }

    @Test
    void numbers_and_text_keep_every_digit_and_character() {
        String json = "{\"a\":12345678901234567890,\"b\":1.10,\"c\":\"ü \\n\",\"d\":0.1234567890123456789}";

        assertThat(StableText.of(json)).isEqualTo(json);
    }

    @Test
    void text_that_is_no_json_is_taken_as_it_is() {
        assertThat(StableText.of("{no json")).isEqualTo("{no json");
    }
}
