package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DocumentCollectionTest {

    @Test
    void fields_that_differ_only_in_case_are_refused() {
        assertThatThrownBy(() -> DocumentCollection.of("orders", "status", "customerId", "Status"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Indexed field 'Status' of collection orders is declared twice")
                .hasMessageContaining("status")
                .hasMessageContaining("customerId")
                .hasMessageContaining("declare it once, or rename one of the fields");
        assertThat(DocumentCollection.of("orders", "status", "customerId").indexedFields())
                .containsExactly("status", "customerId");
    }
}
