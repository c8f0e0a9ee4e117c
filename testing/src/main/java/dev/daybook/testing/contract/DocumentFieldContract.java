package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it means for a field of a document to be equal to the text in a query. */
abstract class DocumentFieldContract extends DocumentFixture {

    private DocumentStore documents;

    @SuppressWarnings("NullAway.Init") // by prepare, before each test
    DocumentFieldContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void prepare() {
        documents = prepared(store(), DocumentCollection.of("orders", "status"));
    }

    @Test
    void values_that_are_no_texts_are_compared_in_their_json_form() {
        put(
                document("number", 1, "{\"status\": 5 }"),
                document("text", 2, "{\"status\":\"5\"}"),
                document("fraction", 3, "{\"status\":1.50}"),
                document("large", 4, "{\"status\":12345678901234567890123}"),
                document("yes", 5, "{\"status\":true}"),
                document("no", 6, "{\"status\": false}"));
        assertThat(keysOf("5")).containsExactly("text", "number");
        assertThat(keysOf("1.50")).containsExactly("fraction");
        assertThat(keysOf("12345678901234567890123")).containsExactly("large");
        assertThat(keysOf("true")).containsExactly("yes");
        assertThat(keysOf("false")).containsExactly("no");
        assertThat(keysOf("1")).isEmpty();
    }

    @Test
    void an_absent_field_or_null_equals_nothing() {
        put(
                document("absent", 1, "{}"),
                document("nested", 2, "{\"deep\":{\"status\":\"paid\"}}"),
                document("null", 3, "{\"status\":null}"),
                document("empty", 4, "{\"status\":\"\"}"));
        assertThat(keysOf("")).containsExactly("empty");
        assertThat(keysOf("null")).isEmpty();
        assertThat(keysOf("paid")).isEmpty();
    }

    @Test
    void values_are_compared_character_for_character() {
        List<String> values = List.of("a", "A", "a ", "é", "e\u0301", "ß", "ss", "😀", "שלום", "%", "_", "'");
        List<Document> puts = new ArrayList<>();
        for (String value : values) {
            puts.add(document(value, 1 + puts.size(), "{\"status\":\"" + value + "\"}"));
        }
        puts.add(document("quote", 99, "{\"status\":\"\\\"\\\\\\u00e4\"}"));
        put(puts.toArray(Document[]::new));
        for (String value : values) {
            assertThat(keysOf(value)).containsExactly(value);
        }
        assertThat(keysOf("\"\\ä")).containsExactly("quote");
    }

    @Test
    void an_indexed_value_may_be_long() {
        String text = SampleEvents.manyHanCharacters(500);
        put(document("long", 1, "{\"status\":\"" + text + "\"}"));
        assertThat(keysOf(text)).containsExactly("long");
    }

    private void put(Document... puts) {
        assertThat(write(documents, batch(0, 100, List.of(puts), Set.of()))).isTrue();
    }

    private List<String> keysOf(String status) {
        DocumentQuery query = DocumentQuery.of("orders", 100).where(new Equal("status", FieldValue.of(status)));
        return documents.query(query).documents().stream().map(Document::key).toList();
    }
}
