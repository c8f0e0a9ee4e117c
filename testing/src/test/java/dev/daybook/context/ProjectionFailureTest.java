package dev.daybook.context;

import static dev.daybook.context.Accounts.FAST;
import static dev.daybook.context.Accounts.MOMENT;
import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.subscription.SubscriptionStatus.State;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProjectionFailureTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final SettableClock clock = new SettableClock(NOON);
    private final AtomicReference<@Nullable Supplier<Throwable>> failure = new AtomicReference<>();
    private final CountDownLatch failures = new CountDownLatch(5);

    /** Cannot fold deposits to account "bad" while a failure is set. */
    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .fold((current, recorded) -> {
                Supplier<Throwable> thrown = failure.get();
                if (thrown != null
                        && recorded.stream().key().equals("bad")
                        && recorded.event() instanceof Accounts.Event.Deposited) {
                    clock.advance(Duration.ofSeconds(1));
                    failures.countDown();
                    throw unchecked(thrown.get());
                }
                return Accounts.balance(current, recorded.event());
            });

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    private BoundedContext start(EventStore on, Backoff backoff) {
        return BoundedContext.named("bank")
                .store(on)
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .backoff(backoff)
                .clock(clock)
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

    private static SubscriptionStatus status(BoundedContext bank) {
        return bank.subscriptions().getFirst();
    }

    @Test
    void an_event_that_cannot_be_folded_is_named_and_tried_again_until_it_can_with_nothing_passed_over()
            throws InterruptedException {
        failure.set(() -> new IllegalStateException("cannot fold this"));
        Position last = fill();
        try (BoundedContext bank = start(store, FAST)) {
            failures.await();

            assertThat(status(bank).state()).isEqualTo(State.RETRYING);
            assertThat(status(bank).error().orElseThrow())
                    .contains("Projection balances", "deposited", "document bad", "position 4", "cannot fold this")
                    .contains("version 2 of stream account-bad, into document bad");
            assertThat(bank.documents(balances).awaitPosition(last, Duration.ZERO))
                    .isFalse();

            failure.set(null);

            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
            assertThat(bank.documents(balances).find("good")).contains(new Balance("Zoë", 5, 2));
            assertThat(bank.documents(balances).find("bad")).contains(new Balance("Max", 2, 1));
            assertThat(status(bank).state()).isEqualTo(State.FOLLOWING);
            assertThat(status(bank).error()).isEmpty();
        }
    }

    @Test
    void what_lies_before_the_event_is_shown_all_the_same() throws InterruptedException {
        failure.set(() -> new IllegalStateException("cannot fold this"));
        fill();
        try (BoundedContext bank = start(store, FAST)) {
            failures.await();

            assertThat(bank.documents(balances).awaitPosition(Position.of(3), PLENTY))
                    .isTrue();
            assertThat(status(bank).position()).isEqualTo(Position.of(3));
            assertThat(bank.documents(balances).find("good")).contains(new Balance("Zoë", 1, 1));
            assertThat(bank.documents(balances).find("bad")).contains(new Balance("Max", 0, 0));
        }
    }

    @Test
    void the_status_says_since_when_it_is_being_tried_again() throws InterruptedException {
        failure.set(() -> new IllegalStateException("cannot fold this"));
        fill();
        try (BoundedContext bank = start(store, FAST)) {
            failures.await();

            assertThat(clock.instant()).as("of the last attempt").isAfterOrEqualTo(NOON.plusSeconds(5));
            assertThat(status(bank).since()).as("of the first").isBeforeOrEqualTo(NOON.plusSeconds(2));
        }
    }

    @Test
    void a_fold_that_throws_an_error_does_not_end_the_projection() throws InterruptedException {
        failure.set(() -> new StackOverflowError("too deep"));
        Position last = fill();
        try (BoundedContext bank = start(store, FAST)) {
            failures.await();
            assertThat(status(bank).error().orElseThrow()).contains("position 4", "too deep");

            failure.set(null);

            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
        }
    }

    @Test
    void closing_does_not_wait_for_the_pause_to_end() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        failure.set(() -> {
            failed.countDown();
            return new IllegalStateException("cannot fold this");
        });
        Position last = fill();
        BoundedContext bank = start(store, new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        failed.await();
        assertThat(bank.documents(balances).awaitPosition(last, MOMENT))
                .as("it pauses")
                .isFalse();

        assertTimeoutPreemptively(PLENTY, bank::close);

        assertThat(status(bank).state()).isEqualTo(State.STOPPED);
    }

    @Test
    void a_document_that_cannot_be_read_is_named() throws InterruptedException {
        Position last = fill();
        damage("bad");
        CountDownLatch attempts = new CountDownLatch(3);
        try (BoundedContext bank = start(
                new ForwardingStore(store) {
                    @Override
                    public List<StoredEvent> readAll(Position after, int limit) {
                        attempts.countDown();
                        return super.readAll(after, limit);
                    }
                },
                FAST)) {
            attempts.await();

            assertThat(status(bank).state()).isEqualTo(State.RETRYING);
            assertThat(status(bank).error().orElseThrow()).contains("Projection balances", "document bad");
            assertThat(bank.documents(balances).awaitPosition(last, Duration.ZERO))
                    .isFalse();
        }
    }

    /** Puts something into the collection that is no {@link Balance}. */
    private void damage(String key) {
        store.documents().prepare(balances.collection());
        Document damaged = new Document(key, Position.of(1), Position.of(1), "[]");
        assertThat(store.documents()
                        .write(new DocumentBatch(
                                "balances", Position.START, Position.START, List.of(damaged), Set.of())))
                .isTrue();
    }

    @Test
    void a_key_that_cannot_be_told_is_an_event_that_cannot_be_folded() throws InterruptedException {
        fill();
        CountDownLatch attempts = new CountDownLatch(3);
        DocumentProjection<Balance, Accounts.Event> keyed = DocumentProjection.named("keyed")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .keyedBy(recorded -> {
                    if (recorded.position().value() == 4) {
                        attempts.countDown();
                        throw new IllegalStateException("no key");
                    }
                    return recorded.stream().key();
                })
                .fold((current, recorded) -> Accounts.balance(current, recorded.event()));
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .projection(keyed)
                .backoff(FAST)
                .start()) {
            attempts.await();

            assertThat(bank.documents(keyed).awaitPosition(Position.of(3), PLENTY))
                    .isTrue();
            assertThat(status(bank).error().orElseThrow()).contains("position 4", "into its key", "no key");
        }
    }

    @Test
    void an_event_of_a_type_that_only_a_newer_program_knows_is_waited_before() throws InterruptedException {
        Position last = fill();
        CountDownLatch attempts = new CountDownLatch(2);
        EventStore watched = new ForwardingStore(store) {
            @Override
            public List<StoredEvent> readAll(Position after, int limit) {
                List<StoredEvent> events = super.readAll(after, limit);
                if (after.equals(last) && !events.isEmpty()) {
                    attempts.countDown();
                }
                return events;
            }
        };
        try (BoundedContext bank = start(watched, FAST)) {
            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
            store.commit(Commit.append(
                    StreamId.of("account", "good"),
                    ExpectedVersion.any(),
                    new SerializedEvent(new UUID(1, 1), new EventType("frozen", 1), "{}", Metadata.none())));
            bank.send(new Deposit("bad", 1));

            attempts.await();
            assertThat(bank.documents(balances).awaitPosition(last.plus(1), Duration.ZERO))
                    .isFalse();
            assertThat(status(bank).state()).isEqualTo(State.RETRYING);
            assertThat(status(bank).error().orElseThrow()).contains("frozen", "position 6", "not known here");
        }
    }

    @Test
    void a_store_that_is_away_for_a_while_is_waited_for() throws InterruptedException {
        AtomicBoolean away = new AtomicBoolean(true);
        CountDownLatch attempts = new CountDownLatch(3);
        Position last = fill();
        EventStore flaky = new ForwardingStore(store) {
            @Override
            public List<StoredEvent> readAll(Position after, int limit) {
                if (away.get()) {
                    attempts.countDown();
                    throw new StoreUnavailableException("away", StoreUnavailableException.Outcome.NOT_STORED);
                }
                return super.readAll(after, limit);
            }
        };
        try (BoundedContext bank = start(flaky, FAST)) {
            attempts.await();
            assertThat(status(bank).state()).isEqualTo(State.RETRYING);
            assertThat(status(bank).error()).contains("away");

            away.set(false);

            assertThat(bank.documents(balances).awaitPosition(last, PLENTY)).isTrue();
            assertThat(bank.documents(balances).find("good")).contains(new Balance("Zoë", 5, 2));
        }
    }
}
