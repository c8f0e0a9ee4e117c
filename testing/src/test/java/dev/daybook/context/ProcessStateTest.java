package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.context.Shop.Command.Pay;
import dev.daybook.context.Shop.Command.Place;
import dev.daybook.context.Shop.Event.Paid;
import dev.daybook.context.Shop.Event.Placed;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import dev.daybook.process.ReactionFailedException;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.testing.InMemoryEventStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** States of processes are read as they were meant, also by a program whose records have changed, or not at all. */
@Timeout(60)
final class ProcessStateTest {

    private final InMemoryEventStore store = new InMemoryEventStore();

    record Before(String order, String customer) {}

    record After(String order, String buyer) {}

    sealed interface Either {
        record Open(String order) implements Either {}

        record Settled(String order) implements Either {}
    }

    /** Whatever is put in, another comes out. */
    record Forgetful(String text) {
        Forgetful {
            text = text + "!";
        }
    }

    private BoundedContext start(ProcessManager<?> manager) {
        return BoundedContext.named("shop")
                .store(store)
                .aggregate(Shop.aggregate())
                .processManager(manager)
                .start();
    }

    private static ProcessManager<Before> before() {
        return ProcessManager.named("parcels")
                .state(Before.class)
                .startedBy(
                        Placed.class,
                        Placed::order,
                        placed -> Reaction.of(new Before(placed.event().order(), "ann")))
                .on(Paid.class, Paid::order, (state, paid) -> Reaction.of(state));
    }

    private static ProcessManager<After> after(ProcessManager<After> manager) {
        return manager.whenFailing(FailurePolicy.park(1))
                .startedBy(
                        Placed.class,
                        Placed::order,
                        placed -> Reaction.of(new After(placed.event().order(), "ann")))
                .on(
                        Paid.class,
                        Paid::order,
                        (state, paid) -> Reaction.of(new After(state.order(), state.buyer() + ", who paid")));
    }

    private static <S> Optional<S> state(BoundedContext context, ProcessManager<S> manager) {
        return context.processes(manager)
                .find("1")
                .map(found -> found.instance().state());
    }

    private void placedBefore() {
        ProcessManager<Before> manager = before();
        try (BoundedContext context = start(manager)) {
            context.send(new Place("1"));
            Conditions.until("it has begun", () -> state(context, manager).equals(Optional.of(new Before("1", "ann"))));
        }
    }

    @Test
    void a_state_whose_record_has_changed_is_not_read_with_nothing_in_what_was_renamed() {
        placedBefore();
        try (BoundedContext context =
                start(after(ProcessManager.named("parcels").state(After.class)))) {
            context.send(new Pay("1"));
            Conditions.until(
                    "the event is kept aside",
                    () -> context.subscriptionOperations().show("parcels").parked() == 1);
            assertThat(context.subscriptionOperations().parked("parcels", Optional.empty(), 10))
                    .singleElement()
                    .satisfies(parked -> assertThat(parked.error())
                            .contains(
                                    "The state of process manager parcels for key '1' was stored as Before in revision 1")
                            .contains("declare the state with state(…, 2) and upcast(1, …)"));
        }
    }

    @Test
    void a_state_of_an_earlier_revision_is_converted() {
        placedBefore();
        ProcessManager<After> manager = after(ProcessManager.named("parcels")
                .state(After.class, 2)
                .upcast(1, Before.class, old -> new After(old.order(), old.customer())));
        try (BoundedContext context = start(manager)) {
            assertThat(state(context, manager)).contains(new After("1", "ann"));
            context.send(new Pay("1"));
            Conditions.until(
                    "it goes on", () -> state(context, manager).equals(Optional.of(new After("1", "ann, who paid"))));
        }
        ProcessManager<Before> tooOld = before();
        try (BoundedContext context = start(tooOld)) {
            assertThatExceptionOfType(ReactionFailedException.class)
                    .isThrownBy(() -> state(context, tooOld))
                    .withMessageContaining("use the program that wrote it, or a later one");
        }
    }

    @Test
    void a_state_may_be_a_sealed_interface() {
        ProcessManager<Either> manager = ProcessManager.named("either")
                .state(Either.class)
                .startedBy(
                        Placed.class,
                        Placed::order,
                        placed -> Reaction.of(new Either.Open(placed.event().order())))
                .on(Paid.class, Paid::order, (state, paid) -> switch (state) {
                    case Either.Open(String order) -> Reaction.of(new Either.Settled(order));
                    case Either.Settled settled -> Reaction.of(settled);
                });
        try (BoundedContext context = start(manager)) {
            context.send(new Place("1"));
            context.send(new Pay("1"));
            Conditions.until(
                    "it is settled", () -> state(context, manager).equals(Optional.of(new Either.Settled("1"))));
        }
    }

    @Test
    void a_state_that_the_codec_does_not_keep_is_said_at_the_start() {
        ProcessManager<Forgetful> manager = ProcessManager.named("forgetful")
                .state(Forgetful.class)
                .startedBy(
                        Placed.class,
                        Placed::order,
                        placed -> Reaction.of(new Forgetful(placed.event().order())));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> start(manager))
                .withMessageContaining("The states of process manager forgetful cannot be kept")
                .withMessageContaining("another value came back of [text]");
    }
}
