package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CommandTest {

    @Test
    void nothing_travels_beside_a_bare_command() {
        Command<String> command = Command.of("pay");

        assertThat(command.payload()).isEqualTo("pay");
        assertThat(command.id()).isEmpty();
        assertThat(command.correlation()).isEmpty();
        assertThat(command.causation()).isEmpty();
        assertThat(command.metadata()).isEmpty();
    }

    @Test
    void each_step_adds_to_a_copy() {
        Command<String> bare = Command.of("pay");

        Command<String> full = bare.id(new UUID(1, 2))
                .correlatedBy("request-1")
                .causedBy("event-1")
                .with("user", "Zoë")
                .with("tenant", "t1");

        assertThat(full.payload()).isEqualTo("pay");
        assertThat(full.id()).contains(new UUID(1, 2));
        assertThat(full.correlation()).contains("request-1");
        assertThat(full.causation()).contains("event-1");
        assertThat(full.metadata()).containsOnly(Map.entry("user", "Zoë"), Map.entry("tenant", "t1"));
        assertThat(bare).isEqualTo(Command.of("pay"));
    }
}
