package dev.daybook.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventType;
import dev.daybook.store.StreamId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregateTest {

    sealed interface Switch {
        String lamp();

        record On(String lamp) implements Switch {}

        record Off(String lamp) implements Switch {}
    }

    record Switched(boolean on) {}

    private static final class Lamp implements Decider<Switch, Boolean, Switched> {
        @Override
        public Boolean initial() {
            return false;
        }

        @Override
        public Decision<Switched> decide(Switch command, Boolean state) {
            return Decision.accept(new Switched(command instanceof Switch.On));
        }

        @Override
        public Boolean evolve(Boolean state, Switched event) {
            return event.on();
        }
    }

    private final Aggregate<Switch, Boolean, Switched> lamp = Aggregate.named("lamp")
            .commands(Switch.class, Switch::lamp)
            .events(Switched.class, types -> types.name(Switched.class, "lamp-switched", 2))
            .decider(new Lamp());

    @Test
    void a_command_goes_to_the_stream_of_its_key() {
        assertThat(lamp.streamOf(new Switch.On("kitchen-2"))).isEqualTo(StreamId.of("lamp", "kitchen-2"));
        assertThat(lamp.stream("hall")).hasToString("lamp-hall");
    }

    @Test
    void knows_its_command_and_event_types() {
        assertThat(lamp.commandTypes()).containsExactly(Switch.On.class, Switch.Off.class);
        assertThat(lamp.events().types()).containsEntry(Switched.class, new EventType("lamp-switched", 2));
        assertThat(lamp).hasToString("aggregate lamp");
    }

    @Test
    void a_key_that_names_no_stream_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> lamp.streamOf(new Switch.On("")));
        assertThatIllegalArgumentException().isThrownBy(() -> lamp.streamOf(new Switch.On("a\u0000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sales-order", "1st", "örder"})
    void a_name_that_is_no_category_of_streams_is_refused(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Aggregate.named(name))
                .withMessage("Aggregate name '" + name
                        + "' cannot be the category of streams: expected a letter, then letters, digits, '_' or '.'");
    }

    @Test
    void commands_that_are_no_sealed_records_are_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Aggregate.named("lamp").commands(Runnable.class, Object::toString))
                .withMessage("java.lang.Runnable is neither a record nor a sealed interface: make it one of the two");
    }
}
