package dev.daybook.context;

import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.DepositEach;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a context reads streams and follows the log: in which pages, and when there is nothing to follow. */
@Timeout(60)
final class FollowingTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final DocumentProjection<Balance, Accounts.Event> balances = Accounts.balances();

    private BoundedContext start(EventStore on, Backoff backoff) {
        return BoundedContext.named("bank")
                .store(on)
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .backoff(backoff)
                .start();
    }

    @Test
    void long_streams_and_logs_are_read_in_growing_pages() throws InterruptedException {
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new DepositEach("1", 1, 2_999));
        }
        List<Integer> streamPages = Collections.synchronizedList(new ArrayList<>());
        List<Integer> logPages = Collections.synchronizedList(new ArrayList<>());
        EventStore noting = new ForwardingStore(store) {
            @Override
            public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
                streamPages.add(limit);
                return super.readStream(stream, after, limit);
            }

            @Override
            public List<StoredEvent> readAll(Position after, int limit) {
                logPages.add(limit);
                return super.readAll(after, limit);
            }
        };
        try (BoundedContext bank = start(noting, Accounts.FAST)) {
            assertThat(bank.documents(balances).awaitPosition(Position.of(3_000), PLENTY))
                    .isTrue();
            assertThat(bank.send(new Deposit("1", 1)))
                    .isEqualTo(
                            new Outcome.Accepted(StreamId.of("account", "1"), Version.of(3_001), Position.of(3_001)));
            assertThat(bank.documents(balances).awaitPosition(Position.of(3_001), PLENTY))
                    .isTrue();
            assertThat(bank.documents(balances).find("1")).contains(new Balance("Zoë", 3_000, 3_000));
        }
        assertThat(streamPages).containsExactly(PageSize.FIRST, 200, 400, 800, PageSize.LARGEST, PageSize.LARGEST);
        assertThat(logPages).containsSubsequence(PageSize.FIRST, 200, 400, 800, PageSize.LARGEST, PageSize.LARGEST);
    }

    @Test
    void a_log_that_ends_before_what_was_promised_is_an_error_and_not_asked_again_and_again() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch waited = new CountDownLatch(1);
        long began = System.nanoTime();
        EventStore shorter = new ForwardingStore(store) {
            @Override
            public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
                boolean promised = timeout.isPositive() || waited.getCount() == 0;
                if (promised) {
                    waited.countDown();
                }
                rounds.addAndGet(timeout.isZero() ? 1 : 0);
                return promised;
            }
        };
        try (BoundedContext bank = start(shorter, new Backoff(Duration.ofHours(1), Duration.ofHours(1)))) {
            waited.await();
            Conditions.until(
                    "it is told", () -> bank.subscriptions().getFirst().state() == SubscriptionStatus.State.RETRYING);
            assertThat(bank.subscriptions().getFirst().error())
                    .hasValueSatisfying(error -> assertThat(error)
                            .contains("The log was read up to position 0")
                            .contains("it ends at position 0")
                            .contains("start this process again"));
            Conditions.until("it has looked four times", () -> rounds.get() >= 4);
            assertThat(Duration.ofNanos(System.nanoTime() - began)) // the shortest pauses of its backoff
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50 + 100 + 200));
        }
    }

    @Test
    void closing_a_context_sends_those_away_who_wait_for_its_documents() throws Exception {
        BoundedContext bank = start(store, Accounts.FAST);
        FutureTask<Boolean> waiting = new FutureTask<>(
                () -> bank.documents(balances).awaitPosition(Position.of(1), PLENTY.multipliedBy(100)));
        Thread thread = Thread.ofPlatform().daemon().start(waiting);
        Conditions.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);

        bank.close();

        assertThatThrownBy(() -> waiting.get(PLENTY.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Subscription balances@1 was closed here, expected it to get to position 1");
    }
}
