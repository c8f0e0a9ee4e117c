package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventType;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EventCatalogTest {

    sealed interface OrderEvent {
        record Placed(String customer, int items) implements OrderEvent {}
    }

    sealed interface CustomerEvent {
        record Placed(String name) implements CustomerEvent {}
    }

    sealed interface Lossy {
        record Kept(String name) implements Lossy {}

        /** Comes back with another value than it was written with. */
        record Trimmed(String secret) implements Lossy {
            public Trimmed {
                secret = secret.substring(1);
            }
        }
    }

    sealed interface Picky {
        /** Refuses everything that could be made up for it, and loses what it accepts. */
        record Code(String code) implements Picky {
            public Code {
                if (!code.startsWith("DE-")) {
                    throw new IllegalArgumentException("no code");
                }
                code = code + "!";
            }
        }
    }

    sealed interface Strict {
        record Code(String code) implements Strict {
            public Code {
                if (!code.startsWith("DE-")) {
                    throw new IllegalArgumentException("no code");
                }
            }
        }
    }

    private static final UUID ID = new UUID(1, 2);

    private final EventCodec codec = JsonCodec.standard();
    private final EventCatalog catalog = new EventCatalog(List.of(EventTypes.below(OrderEvent.class)), codec);

    @Test
    void an_event_comes_back_as_it_was_written() {
        OrderEvent.Placed event = new OrderEvent.Placed("Zoë", 3);

        SerializedEvent serialized = catalog.serialize(event, ID, Metadata.none());

        assertThat(serialized)
                .isEqualTo(new SerializedEvent(
                        ID, new EventType("placed", 1), "{\"customer\":\"Zoë\",\"items\":3}", Metadata.none()));
        assertThat(catalog.read(stored(serialized)).event()).isEqualTo(event);
    }

    @Test
    void two_families_with_one_name_are_refused_naming_both_classes() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(
                        List.of(EventTypes.below(OrderEvent.class), EventTypes.below(CustomerEvent.class)), codec))
                .withMessageContainingAll(
                        "placed",
                        OrderEvent.Placed.class.getName(),
                        CustomerEvent.Placed.class.getName(),
                        "give one of them another name");
    }

    @Test
    void a_class_under_two_names_is_refused_since_only_one_could_be_written() {
        EventTypes<OrderEvent> other =
                EventTypes.below(OrderEvent.class, naming -> naming.name(OrderEvent.Placed.class, "order-placed"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(List.of(EventTypes.below(OrderEvent.class), other), codec))
                .withMessageContainingAll(OrderEvent.Placed.class.getName(), "placed", "order-placed");
    }

    @Test
    void a_family_that_two_aggregates_share_is_fine() {
        EventTypes<OrderEvent> family = EventTypes.below(OrderEvent.class);

        assertThatCode(() -> new EventCatalog(List.of(family, family), codec)).doesNotThrowAnyException();
    }

    @Test
    void a_codec_that_loses_something_is_found_at_start_naming_type_and_component() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(List.of(EventTypes.below(Lossy.class)), codec))
                .withMessageContainingAll(Lossy.Trimmed.class.getName(), "secret")
                .withMessageNotContaining(Lossy.Kept.class.getName());
    }

    @Test
    void a_codec_that_cannot_read_what_it_wrote_is_found_at_start() {
        EventCodec broken = new EventCodec() {
            @Override
            public String write(Object payload) {
                return "[]";
            }

            @Override
            public <T> T read(String json, Class<T> type) {
                return codec.read(json, type);
            }
        };

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(List.of(EventTypes.below(OrderEvent.class)), broken))
                .withMessageContaining(OrderEvent.Placed.class.getName())
                .withMessageContaining("The JSON is no ");
    }

    @Test
    void a_record_that_refuses_made_up_values_is_checked_with_the_users_sample() {
        EventTypes<Picky> types = EventTypes.below(Picky.class, naming -> naming.sample(new Picky.Code("DE-1")));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(List.of(types), codec))
                .withMessageContainingAll(Picky.Code.class.getName(), "code");
    }

    @Test
    void without_a_sample_it_is_checked_before_its_first_event_is_stored_and_the_message_holds_no_data() {
        EventCatalog picky = new EventCatalog(List.of(EventTypes.below(Picky.class)), codec);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatExceptionOfType(UnreadableEventException.class)
                    .isThrownBy(() -> picky.serialize(new Picky.Code("DE-4711"), ID, Metadata.none()))
                    .withMessageContainingAll(Picky.Code.class.getName(), "code")
                    .withMessageNotContaining("4711");
        }
    }

    @Test
    void a_record_that_refuses_made_up_values_but_loses_nothing_is_stored() {
        EventCatalog strict = new EventCatalog(List.of(EventTypes.below(Strict.class)), codec);
        Strict.Code event = new Strict.Code("DE-4711");

        for (int attempt = 0; attempt < 2; attempt++) {
            SerializedEvent serialized = strict.serialize(event, ID, Metadata.none());
            assertThat(strict.read(stored(serialized)).event()).isEqualTo(event);
        }
    }

    @Test
    void every_problem_is_named_at_once() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(
                        List.of(
                                EventTypes.below(OrderEvent.class),
                                EventTypes.below(CustomerEvent.class),
                                EventTypes.below(Lossy.class)),
                        codec))
                .withMessageContainingAll(CustomerEvent.Placed.class.getName(), Lossy.Trimmed.class.getName());
    }

    @Test
    void an_event_of_an_undeclared_class_is_not_written() {
        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> catalog.serialize(new CustomerEvent.Placed("x"), ID, Metadata.none()))
                .withMessage(CustomerEvent.Placed.class.getName()
                        + " is not an event type of this context, known are [placed]: add it to the events of an"
                        + " aggregate");
    }

    @Test
    void an_unknown_stored_type_says_where_it_lies_and_what_is_known() {
        SerializedEvent unknown = new SerializedEvent(ID, new EventType("paid", 2), "{}", Metadata.none());

        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> catalog.read(stored(unknown)))
                .withMessage("Event type paid revision 2 at version 3 of stream order-42 is not known here, known are"
                        + " [placed]: declare it, or use the program that wrote it");
    }

    @Test
    void an_unknown_revision_of_a_known_name_is_an_unknown_type() {
        SerializedEvent newer = new SerializedEvent(ID, new EventType("placed", 2), "{}", Metadata.none());

        assertThatExceptionOfType(UnreadableEventException.class).isThrownBy(() -> catalog.read(stored(newer)));
        assertThat(catalog.classOf(new EventType("placed", 2))).isNull();
        assertThat(catalog.classOf(new EventType("placed", 1))).isEqualTo(OrderEvent.Placed.class);
    }

    @Test
    void stored_data_that_does_not_fit_says_where_it_lies_without_telling_it() {
        SerializedEvent misfit = new SerializedEvent(
                ID,
                new EventType("placed", 1),
                "{\"customer\":\"secret\",\"items\":\"many\"}",
                Metadata.of(null, null, Map.of()));

        assertThatExceptionOfType(UnreadableEventException.class)
                .isThrownBy(() -> catalog.read(stored(misfit)))
                .withMessageContainingAll("version 3 of stream order-42 (position 17)", "items")
                .withMessageNotContainingAny("secret", "many");
    }

    private static StoredEvent stored(SerializedEvent event) {
        return new StoredEvent(
                StreamId.of("order", "42"),
                Version.of(3),
                Position.of(17),
                Instant.parse("2026-01-31T12:00:00Z"),
                event);
    }
}
