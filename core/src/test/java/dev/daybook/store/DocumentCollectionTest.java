package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentCollectionTest {

    @Test
    void fields_that_differ_only_in_case_are_refused() {
        assertThatThrownBy(() -> new DocumentCollection("orders", List.of("status", "customerId", "Status")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Indexed field 'Status' of collection orders is declared twice")
                .hasMessageContaining("[status, customerId, Status]")
                .hasMessageContaining("declare it once, or rename one of the fields");
        assertThat(new DocumentCollection("orders", List.of("status", "customerId")).indexedFields())
                .containsExactly("status", "customerId");
    }
}
