package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import org.junit.jupiter.api.Test;

final class SealedRecordsTest {

    sealed interface Command {
        record First() implements Command {}

        sealed interface Middle extends Command {
            record Second() implements Middle {}

            record Both() implements Middle, Other {}
        }

        sealed interface Other extends Command permits Middle.Both, Last {}

        record Last() implements Other {}
    }

    enum Choice {
        A
    }

    @Test
    void are_found_at_every_depth_once_and_in_the_order_of_their_declaration() {
        assertThat(SealedRecords.below(Command.class))
                .containsExactly(
                        Command.First.class,
                        Command.Middle.Second.class,
                        Command.Middle.Both.class,
                        Command.Last.class);
    }

    @Test
    void a_single_record_is_a_family_of_its_own() {
        assertThat(SealedRecords.below(Command.First.class)).containsExactly(Command.First.class);
    }

    @Test
    void an_enum_is_none() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> SealedRecords.below(Choice.class))
                .withMessageContaining("is neither a record nor a sealed interface");
    }
}
