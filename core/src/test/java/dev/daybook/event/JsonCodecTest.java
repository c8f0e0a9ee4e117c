package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;

final class JsonCodecTest {

    enum Color {
        RED,
        DARK_BLUE
    }

    record Item(String product, int quantity) {}

    record Order(List<Item> items, Map<String, Integer> counts, Set<Color> colors, Optional<Item> gift) {}

    record Price(BigDecimal amount) {}

    record Text(String text) {}

    record Times(Instant at, LocalDate day, Duration lasting, OffsetDateTime local, ZonedDateTime zoned) {}

    record Numbers(int count, long big, boolean truth, double ratio) {}

    record Identified(UUID id) {}

    record Throwing(String secret) {
        Throwing {
            throw new IllegalArgumentException("no " + secret);
        }
    }

    private final JsonCodec codec = JsonCodec.standard();

    @ParameterizedTest
    @ValueSource(strings = {"19.90", "0.00", "100", "-0.10", "123456789012345678901234567890.123456789"})
    void decimals_keep_their_digits(String amount) {
        Price price = new Price(new BigDecimal(amount));

        assertThat(codec.write(price)).isEqualTo("{\"amount\":" + amount + "}");
        assertThat(codec.read(codec.write(price), Price.class)).isEqualTo(price);
    }

    @Test
    void times_are_iso_8601_text_and_come_back_whole() {
        Times times = new Times(
                Instant.parse("2026-01-31T12:34:56.789012345Z"),
                LocalDate.of(2026, 1, 31),
                Duration.ofMillis(90_500),
                OffsetDateTime.parse("2026-01-31T12:34:56+02:00"),
                ZonedDateTime.parse("2026-01-31T12:34:56+01:00[Europe/Berlin]"));

        String json = codec.write(times);

        assertThat(json)
                .contains("\"at\":\"2026-01-31T12:34:56.789012345Z\"")
                .contains("\"day\":\"2026-01-31\"")
                .contains("\"lasting\":\"PT1M30.5S\"")
                .contains("\"local\":\"2026-01-31T12:34:56+02:00\"");
        assertThat(codec.read(json, Times.class)).isEqualTo(times);
    }

    @Test
    void nested_records_lists_maps_sets_enums_and_optionals_come_back() {
        Order order = new Order(
                List.of(new Item("a", 1), new Item("b", 2)),
                Map.of("x", 1, "y", 2),
                Set.of(Color.RED, Color.DARK_BLUE),
                Optional.of(new Item("gift", 1)));
        Order empty = new Order(List.of(), Map.of(), Set.of(), Optional.empty());

        assertThat(codec.read(codec.write(order), Order.class)).isEqualTo(order);
        assertThat(codec.read(codec.write(empty), Order.class)).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Ünïcode", "日本", "😀👩‍👩‍👧", "\u0001\n\t\"\\/", "\\u0000", "\\\\u0000", "", "e\u0301 \u00E9"})
    void text_comes_back_character_by_character(String text) {
        assertThat(codec.read(codec.write(new Text(text)), Text.class).text()).isEqualTo(text);
    }

    @Test
    void control_characters_are_written_as_escapes() {
        assertThat(codec.write(new Text("\u0001\n"))).isEqualTo("{\"text\":\"\\u0001\\n\"}");
    }

    @Test
    void the_one_character_that_databases_cannot_compare_is_refused() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.write(new Text("\\\u0000")))
                .withMessageContaining("U+0000");
    }

    @Test
    void ids_are_text() {
        UUID id = UUID.fromString("01900000-0000-7000-8000-000000000001");

        assertThat(codec.write(new Identified(id))).isEqualTo("{\"id\":\"" + id + "\"}");
    }

    @Test
    void unknown_properties_are_passed_over() {
        assertThat(codec.read("{\"product\":\"a\",\"new\":{\"deep\":[1]},\"quantity\":1}", Item.class))
                .isEqualTo(new Item("a", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"product\":\"secret\"}", "{\"product\":\"secret\",\"quantity\":null}"})
    void a_missing_or_null_number_fails_naming_its_path(String json) {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read(json, Item.class))
                .withMessageContainingAll("The JSON is no " + Item.class.getName(), "expected int", "quantity")
                .withMessageNotContaining("secret");
    }

    @Test
    void a_number_with_a_fraction_is_not_cut_to_a_whole_one() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read("{\"product\":\"a\",\"quantity\":7.9}", Item.class))
                .withMessageContaining("quantity");
    }

    @Test
    void an_error_deep_inside_names_the_whole_path() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read("{\"items\":[{\"product\":\"a\",\"quantity\":1},{}]}", Order.class))
                .withMessageContainingAll("items", "[1]", "quantity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\":\"secret\"}",
                "{\"count\":secret}",
                "{\"count\":1} secret",
                "\"secret\"",
                "[\"secret\"]",
                "{\"count\":99999999999999}",
                "{\"count\":",
                ""
            })
    void what_cannot_be_read_is_an_error_without_the_data_in_its_message(String json) {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read(json, Numbers.class))
                .withMessageStartingWith("The JSON is no " + Numbers.class.getName())
                .withMessageNotContainingAny("secret", "999");
    }

    @Test
    void a_record_that_refuses_its_values_does_not_bring_them_into_the_message() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read("{\"secret\":\"hunter2\"}", Throwing.class))
                .withMessageStartingWith("The JSON is no " + Throwing.class.getName())
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_bare_null_is_no_event() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.read("null", Text.class))
                .withMessage("The JSON is no " + Text.class.getName() + ": it is null");
    }

    @Test
    void what_cannot_be_written_is_an_error_naming_the_class() {
        record Cyclic(List<Object> self) {}
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> codec.write(new Cyclic(list)))
                .withMessageStartingWith(Cyclic.class.getName() + " cannot be written as JSON");
    }

    @Test
    void a_mapper_of_ones_own_is_used() {
        JsonCodec indented = JsonCodec.of(JsonCodec.standardMapper()
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build());

        assertThat(indented.write(new Item("a", 1))).contains("\n");
    }
}
