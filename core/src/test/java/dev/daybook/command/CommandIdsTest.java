package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CommandIdsTest {

    @Test
    void a_key_always_gives_the_same_id() {
        // SHA-256 of "key" begins 2c70e12b7a0646f92279f427c7b38e73; version and variant are set as RFC 9562 says.
        assertThat(CommandIds.ofKey("key")).isEqualTo(UUID.fromString("2c70e12b-7a06-86f9-a279-f427c7b38e73"));
    }

    @Test
    void another_key_gives_another_id() {
        assertThat(CommandIds.ofKey("Key")).isNotEqualTo(CommandIds.ofKey("key"));
    }

    @Test
    void the_id_is_one_of_version_8() {
        assertThat(CommandIds.ofKey("Zoë")).satisfies(id -> {
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
        });
    }
}
