package dev.daybook.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EventTypesTest {

    sealed interface OrderEvent {
        record Placed(String id) implements OrderEvent {}

        record AddressChanged(String street) implements OrderEvent {}

        sealed interface PaymentEvent extends OrderEvent {
            record PaymentReceived(int cents) implements PaymentEvent {}

            record PaymentFailed() implements PaymentEvent {}
        }
    }

    sealed interface SameNames {
        record Placed() implements SameNames {}

        sealed interface Deeper extends SameNames {
            record Placed() implements Deeper {}
        }
    }

    sealed interface WithClass {
        record Placed() implements WithClass {}

        final class Cancelled implements WithClass {}
    }

    sealed interface WithDollar {
        record Placed$Late() implements WithDollar {}
    }

    interface Open {}

    @Test
    void every_record_below_the_root_is_stored_under_its_simple_name_in_kebab_case_as_revision_1() {
        assertThat(EventTypes.below(OrderEvent.class).types())
                .isEqualTo(Map.of(
                        OrderEvent.Placed.class, new EventType("placed", 1),
                        OrderEvent.AddressChanged.class, new EventType("address-changed", 1),
                        OrderEvent.PaymentEvent.PaymentReceived.class, new EventType("payment-received", 1),
                        OrderEvent.PaymentEvent.PaymentFailed.class, new EventType("payment-failed", 1)));
    }

    @ParameterizedTest
    @CsvSource({
        "Placed,placed",
        "OrderPlaced,order-placed",
        "HTTPRequestSent,http-request-sent",
        "OrderSentByDHL,order-sent-by-dhl",
        "Order2Placed,order2-placed",
        "ISO9001Granted,iso9001-granted",
        "X,x"
    })
    void kebab_case_keeps_abbreviations_and_numbers_together(String simpleName, String stored) {
        assertThat(EventTypes.kebabCase(simpleName)).isEqualTo(stored);
    }

    @Test
    void single_names_and_revisions_can_be_set() {
        EventTypes<OrderEvent> types = EventTypes.below(
                OrderEvent.class,
                naming -> naming.name(OrderEvent.Placed.class, "order-placed")
                        .name(OrderEvent.AddressChanged.class, "moved", 3));

        assertThat(types.types())
                .containsEntry(OrderEvent.Placed.class, new EventType("order-placed", 1))
                .containsEntry(OrderEvent.AddressChanged.class, new EventType("moved", 3))
                .containsEntry(OrderEvent.PaymentEvent.PaymentFailed.class, new EventType("payment-failed", 1));
    }

    @Test
    void two_records_of_one_name_are_refused_naming_both() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EventTypes.below(SameNames.class))
                .withMessageContainingAll(
                        SameNames.Placed.class.getName(),
                        SameNames.Deeper.Placed.class.getName(),
                        "are both stored as placed: give one of them another name");
    }

    @Test
    void another_name_for_one_of_them_mends_it() {
        EventTypes<SameNames> types = EventTypes.below(
                SameNames.class, naming -> naming.name(SameNames.Deeper.Placed.class, "placed-deeper"));

        assertThat(types.types().values()).extracting(EventType::name).containsOnly("placed", "placed-deeper");
    }

    @Test
    void a_root_that_is_not_sealed_is_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EventTypes.below(Open.class))
                .withMessage(
                        Open.class.getName() + " is neither a record nor a sealed interface: make it one of the two");
    }

    @Test
    void a_class_among_the_records_is_refused_by_its_name() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EventTypes.below(WithClass.class))
                .withMessage(WithClass.Cancelled.class.getName()
                        + " is neither a record nor a sealed interface: make every type below "
                        + WithClass.class.getName() + " one of the two");
    }

    @Test
    void a_record_whose_simple_name_cannot_be_stored_asks_for_a_name() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EventTypes.below(WithDollar.class))
                .withMessageContaining(WithDollar.Placed$Late.class.getName())
                .withMessageContaining("name(");

        assertThat(EventTypes.below(
                                WithDollar.class, naming -> naming.name(WithDollar.Placed$Late.class, "placed-late"))
                        .types())
                .containsEntry(WithDollar.Placed$Late.class, new EventType("placed-late", 1));
    }

    @Test
    void naming_a_record_of_another_family_is_refused() {
        EventTypes<OrderEvent> all = EventTypes.below(OrderEvent.class);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> EventTypes.below(
                        OrderEvent.PaymentEvent.class,
                        naming -> all.types().keySet().forEach(type -> naming.name(unchecked(type), "x"))))
                .withMessageContaining("is not a record below " + OrderEvent.PaymentEvent.class.getName());
    }

    @SuppressWarnings("unchecked") // wrongly so, as raw types allow it
    private static Class<? extends OrderEvent.PaymentEvent> unchecked(Class<? extends OrderEvent> type) {
        return (Class<? extends OrderEvent.PaymentEvent>) type;
    }
}
