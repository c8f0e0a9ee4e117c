package dev.daybook.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.StateDifference.Change;
import dev.daybook.event.JsonCodec;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonDifferenceTest {

    record Item(String product, int quantity) {}

    record Basket(String owner, List<Item> items, @Nullable String note) {}

    /** States of two kinds, both written as an empty object. */
    sealed interface Door {}

    record Open() implements Door {}

    record Closed() implements Door {}

    private final JsonDifference json = new JsonDifference(JsonCodec.standard());

    private static Change changed(String path, String before, String after) {
        return new Change(path, Optional.of(before), Optional.of(after));
    }

    private static Change added(String path, String after) {
        return new Change(path, Optional.empty(), Optional.of(after));
    }

    private static Change removed(String path, String before) {
        return new Change(path, Optional.of(before), Optional.empty());
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    @Test
    void equal_states_do_not_differ() {
        Basket basket = new Basket("ann", List.of(new Item("tea", 1)), "soon");
        assertThat(json.between(basket, new Basket("ann", List.of(new Item("tea", 1)), "soon")))
                .isEmpty();
    }

    @Test
    void a_field_differs_by_its_value() {
        assertThat(json.between(new Basket("ann", List.of(), null), new Basket("ben", List.of(), "soon")))
                .containsExactly(changed("/owner", "\"ann\"", "\"ben\""), changed("/note", "null", "\"soon\""));
    }

    @Test
    void lists_are_compared_place_by_place() {
        Basket before = new Basket("ann", List.of(new Item("tea", 1), new Item("pot", 1)), null);
        Basket longer = new Basket("ann", List.of(new Item("tea", 2), new Item("pot", 1), new Item("cup", 4)), null);
        String cup = "{\"product\":\"cup\",\"quantity\":4}";
        assertThat(json.between(before, longer))
                .containsExactly(changed("/items/0/quantity", "1", "2"), added("/items/2", cup));
        assertThat(json.between(longer, before))
                .containsExactly(changed("/items/0/quantity", "2", "1"), removed("/items/2", cup));
    }

    @Test
    void fields_that_come_or_go_have_no_value_on_one_side() {
        assertThat(json.between(fields("a", 1, "b", 2), fields("b", 2, "c", 3)))
                .containsExactly(removed("/a", "1"), added("/c", "3"));
        assertThat(json.between(fields("a", new int[0]), fields("a", fields())))
                .containsExactly(changed("/a", "[]", "{}"));
    }

    @Test
    void the_order_of_fields_does_not_count() {
        assertThat(json.between(fields("a", 1, "b", 2), fields("b", 2, "a", 1))).isEmpty();
    }

    @Test
    void numbers_are_kept_to_the_digit() {
        BigDecimal price = new BigDecimal("123456789012345678901234567890.10");
        assertThat(json.between(fields("price", price), fields("price", price.setScale(3))))
                .containsExactly(changed("/price", price.toString(), price + "0"));
    }

    @Test
    void slashes_and_tildes_in_names_are_escaped_as_in_a_json_pointer() {
        assertThat(json.between(fields("a/b~c", 1), fields("a/b~c", 2))).containsExactly(changed("/a~1b~0c", "1", "2"));
    }

    @Test
    void states_of_two_kinds_differ_as_a_whole_even_where_they_are_written_alike() {
        assertThat(json.between(new Open(), new Closed())).containsExactly(changed("", "{}", "{}"));
        assertThat(json.between(new Open(), new Open())).isEmpty();
    }
}
