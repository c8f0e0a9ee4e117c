package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.context.Shop.Event.Placed;
import dev.daybook.process.Policy;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import dev.daybook.testing.InMemoryEventStore;
import org.junit.jupiter.api.Test;

/** What is wrong with policies and process managers is said before anything runs. */
final class ProcessStartUpTest {

    private static final Policy THANKS = Policy.named("thanks").on(Placed.class, (recorded, attempt) -> {});

    private record Unknown() {}

    private static BoundedContextBuilder shop() {
        return BoundedContext.named("shop").store(new InMemoryEventStore()).aggregate(Shop.aggregate());
    }

    private static void assertRefused(BoundedContextBuilder builder, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(builder::start)
                .withMessageContaining(message);
    }

    @Test
    void commands_of_process_managers_need_a_durable_lane() {
        assertRefused(
                shop().processManager(Shop.DEADLINE),
                "The process manager payment-deadline sends " + Shop.Command.CancelUnpaid.class.getName()
                        + ", whose lane keeps its commands in memory: let a durable lane take it");
    }

    @Test
    void commands_of_process_managers_need_a_handler() {
        assertRefused(
                shop().processManager(Shop.DEADLINE.sends(Unknown.class)),
                "sends " + Unknown.class.getName() + ", which no aggregate handles");
    }

    @Test
    void names_are_given_once() {
        assertRefused(shop().policy(THANKS).policy(THANKS), "The policy thanks shares the name thanks");
        ProcessManager<Shop.Unpaid> manager = ProcessManager.named("thanks")
                .state(Shop.Unpaid.class)
                .on(Placed.class, Placed::order, (state, placed) -> Reaction.of(state));
        assertRefused(shop().policy(THANKS).processManager(manager), "The process manager thanks shares the name");
    }

    @Test
    void names_are_plain() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Policy.named("Thanks"))
                .withMessageContaining("The name 'Thanks' of a policy is not one");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ProcessManager.named(""))
                .withMessageContaining("of a process manager is not one");
    }

    @Test
    void what_they_react_to_must_be_able_to_happen() {
        assertRefused(shop().policy(Policy.named("idle")), "The policy idle follows no events");
        assertRefused(
                shop().policy(Policy.named("lost").on(Unknown.class, (recorded, attempt) -> {})),
                "The policy lost follows " + Unknown.class.getName() + ", but no aggregate makes such events");
    }
}
