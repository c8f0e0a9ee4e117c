package dev.daybook.context;

import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.Accounts.Balance;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.ProjectionStatus;
import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a node keeps an inline projection up to date, and has another generation serve. */
@Timeout(120)
final class InlineUpkeepTest {

    private static final int WAITING = 20;

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();
    private final AtomicBoolean holding = new AtomicBoolean();
    private final AtomicInteger catchingUp = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .inline()
            .fold((current, recorded) -> Accounts.balance(current, recorded.event()));

    /** Holds those who catch up, and counts them; a generation never comes near enough to the end to serve. */
    private final class Watched extends ForwardingStore {

        Watched(EventStore store) {
            super(store);
        }

        @Override
        public InlineAttachment attach(InlineReadModel model) {
            InlineAttachment attached = super.attach(model);
            return new InlineAttachment() {

                @Override
                public boolean catchUp() {
                    most.accumulateAndGet(catchingUp.incrementAndGet(), Math::max);
                    try {
                        if (holding.get()) {
                            gate.pass();
                        }
                        return attached.catchUp();
                    } finally {
                        catchingUp.decrementAndGet();
                    }
                }

                @Override
                public boolean swap(int generation) {
                    return false;
                }

                @Override
                public void close() {
                    attached.close();
                }
            };
        }
    }

    private BoundedContext start() {
        return BoundedContext.named("bank")
                .store(new Watched(store.reopen()))
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .start();
    }

    private void openedByAnother() {
        SerializedEvent opened = new SerializedEvent(
                UUID.randomUUID(), new EventType("opened", 1), "{\"owner\": \"Zoë\"}", Metadata.none());
        store.reopen().commit(Commit.append(StreamId.of("account", "a"), ExpectedVersion.any(), List.of(opened)));
    }

    private static boolean isWaiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
    }

    @Test
    void one_of_many_who_wait_catches_up_for_all() throws Exception {
        try (BoundedContext bank = start()) {
            Documents<Balance> documents = bank.documents(balances);
            holding.set(true);
            openedByAnother();
            Position head = store.head();
            List<FutureTask<Boolean>> all = Stream.generate(
                            () -> new FutureTask<>(() -> documents.awaitPosition(head, PLENTY)))
                    .limit(WAITING)
                    .toList();
            List<Thread> threads =
                    all.stream().map(task -> Thread.ofPlatform().start(task)).toList();
            gate.awaitArrival();
            Conditions.until("all wait", () -> threads.stream().allMatch(InlineUpkeepTest::isWaiting));
            gate.open();
            for (FutureTask<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
            assertThat(documents.find("a")).contains(new Balance("Zoë", 0, 0));
            assertThat(most.get()).as("most who caught up at one time").isEqualTo(1);
        } finally {
            gate.open(); // closing waits for who catches up
        }
    }

    @Test
    void a_generation_that_does_not_come_to_serve_though_nothing_fails_says_so() {
        try (BoundedContext bank = start()) {
            openedByAnother();
            bank.projection(balances).rebuild();
            Conditions.until(
                    "the status says why",
                    () -> bank.projection(balances)
                            .status()
                            .rebuild()
                            .flatMap(ProjectionStatus.Rebuild::error)
                            .filter(error -> error.contains("has not overtaken what serves"))
                            .isPresent());
        }
    }
}
