package dev.daybook.context;

import static dev.daybook.context.Accounts.FAST;
import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.DocumentProjectionBuilder;
import dev.daybook.projection.Verification;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.subscription.SubscriptionStatus.State;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of events that cannot be folded. */
@Timeout(60)
final class ProjectionFailureTest {

    private static final Intervention BEN = new Intervention("ben", "Mended");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final AtomicReference<@Nullable Supplier<Throwable>> failure = new AtomicReference<>();
    private final CountDownLatch failures = new CountDownLatch(3);

    private DocumentProjectionBuilder<Balance, Accounts.Event> named(String name) {
        return DocumentProjection.named(name).documents(Balance.class).of(Accounts.Event.class);
    }

    /** Cannot fold deposits to account "bad" while a failure is set. */
    private @Nullable Balance fold(String key, @Nullable Balance current, Accounts.Event event) {
        Supplier<Throwable> thrown = failure.get();
        if (thrown != null && key.equals("bad") && event instanceof Accounts.Event.Deposited) {
            failures.countDown();
            throw unchecked(thrown.get());
        }
        return Accounts.balance(current, event);
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    private BoundedContext start(DocumentProjection<Balance, Accounts.Event> projection) {
        return BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .projection(projection)
                .backoff(FAST)
                .start();
    }

    private Position fill() {
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            bank.send(new Open("good", "Zoë"));
            bank.send(new Open("bad", "Max"));
            bank.send(new Deposit("good", 1));
            bank.send(new Deposit("bad", 2));
            Outcome last = bank.send(new Deposit("good", 4));
            return ((Outcome.Accepted) last).position();
        }
    }

    private List<ParkedEvent> parked(String subscription) {
        return store.subscriptions().parked(subscription, Optional.empty(), 10);
    }

    @Test
    void an_event_that_cannot_be_folded_is_kept_aside_and_named_while_other_documents_go_on()
            throws InterruptedException {
        failure.set(() -> new IllegalStateException("cannot fold this"));
        Position last = fill();
        DocumentProjection<Balance, Accounts.Event> balances = named("balances")
                .onFailure(FailurePolicy.park(2).backoff(FAST))
                .fold((key, current, recorded) -> fold(key, current, recorded.event()));
        try (BoundedContext bank = start(balances)) {
            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
            Conditions.until(
                    "it is parked",
                    () -> parked("balances@1").stream().anyMatch(event -> event.state() == ParkedEvent.State.PARKED));

            assertThat(bank.documents(balances).find("good")).contains(new Balance("Zoë", 5, 2));
            assertThat(bank.documents(balances).find("bad")).contains(new Balance("Max", 0, 0));
            assertThat(parked("balances@1").getFirst().error())
                    .contains("Projection balances", "deposited", "position 4", "version 2 of stream account-bad")
                    .contains("document bad", "cannot fold this", "generation 1")
                    .contains("SubscriptionOperations.retry(\"balances@1\", \"bad\", …)")
                    .contains("retryAll(\"balances@1\", …)")
                    .doesNotContain("and the event is tried again");

            failure.set(null);
            assertThat(bank.subscriptionOperations().retry("balances@1", "bad", BEN))
                    .isTrue();
            Conditions.until(
                    "it is folded",
                    () -> bank.documents(balances).find("bad").equals(Optional.of(new Balance("Max", 2, 1))));
            assertThat(bank.projection(balances)
                            .verify(Verification.everything())
                            .isRight())
                    .isTrue();
        }
    }

    @Test
    void a_fold_that_throws_an_error_does_not_end_the_projection() throws InterruptedException {
        failure.set(() -> new StackOverflowError("too deep"));
        Position last = fill();
        DocumentProjection<Balance, Accounts.Event> balances = named("balances")
                .onFailure(FailurePolicy.park(1_000_000).backoff(FAST))
                .fold((key, current, recorded) -> fold(key, current, recorded.event()));
        try (BoundedContext bank = start(balances)) {
            failures.await();
            failure.set(null);

            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
            Conditions.until(
                    "it is folded",
                    () -> bank.documents(balances).find("bad").equals(Optional.of(new Balance("Max", 2, 1))));
        }
    }

    @Test
    void a_projection_may_stop_before_the_event_and_says_so() throws InterruptedException {
        failure.set(() -> new IllegalStateException("cannot fold this"));
        Position last = fill();
        DocumentProjection<Balance, Accounts.Event> balances = named("balances")
                .partitions(1)
                .onFailure(FailurePolicy.stop(2).backoff(FAST))
                .fold((key, current, recorded) -> fold(key, current, recorded.event()));
        try (BoundedContext bank = start(balances)) {
            Conditions.until("it stops", () -> bank.subscriptions().getFirst().state() == State.STOPPED);

            SubscriptionStatus status = bank.subscriptions().getFirst();
            assertThat(status.healthy()).isFalse();
            assertThat(status.error().orElseThrow()).contains("position 4", "document bad", "cannot fold this");
            assertThat(bank.projection(balances).status().healthy()).isFalse();
            assertThat(bank.documents(balances).awaitPosition(last, Duration.ZERO))
                    .isFalse();
            assertThat(bank.documents(balances).find("good")).contains(new Balance("Zoë", 1, 1));
        }
    }

    @Test
    void one_whose_events_may_depend_on_each_other_stops_at_a_key_that_cannot_be_told() {
        fill();
        DocumentProjection<Balance, Accounts.Event> keyed = named("keyed")
                .keysBy(recorded -> {
                    if (recorded.position().value() == 4) {
                        throw new IllegalStateException("no key");
                    }
                    return List.of(recorded.stream().key());
                })
                .fold((current, recorded) -> Accounts.balance(current, recorded.event()));
        try (BoundedContext bank = start(keyed)) {
            Conditions.until("it stops", () -> bank.subscriptions().getFirst().state() == State.STOPPED);

            assertThat(bank.projection(keyed).status().healthy()).isFalse();
            assertThat(bank.subscriptions().getFirst().error().orElseThrow())
                    .contains("position 4", "into its key", "no key");
            assertThat(parked("keyed@1")).isEmpty();
            assertThat(bank.documents(keyed).find("good")).contains(new Balance("Zoë", 1, 1));
        }
    }

    @Test
    void one_whose_events_may_depend_on_each_other_cannot_keep_keys_aside() {
        DocumentProjectionBuilder<Balance, Accounts.Event> keyed =
                named("keyed").keysBy(recorded -> List.of()).onFailure(FailurePolicy.park(1));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> keyed.fold((current, recorded) -> current))
                .withMessageContainingAll("keyed", "PARK", "STOP", "SKIP");
    }
}
