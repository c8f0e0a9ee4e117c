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
import dev.daybook.projection.Documents;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.projection.ProjectionStatus;
import dev.daybook.projection.Verification;
import dev.daybook.projection.WhenChanged;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents are made anew beside those that serve. */
@Timeout(120)
final class RebuildTest {

    private static final int ACCOUNTS = 50;

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final AtomicInteger folded = new AtomicInteger();

    private DocumentProjection<Balance, Accounts.Event> balances(int revision, WhenChanged policy) {
        return DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .revision(revision)
                .whenChanged(policy)
                .fold((current, recorded) -> {
                    folded.incrementAndGet();
                    return Accounts.balance(current, recorded.event());
                });
    }

    private BoundedContext start(DocumentProjection<Balance, Accounts.Event> projection) {
        return BoundedContext.named("bank")
                .store(store.reopen())
                .aggregate(Accounts.aggregate())
                .projection(projection)
                .backoff(FAST)
                .start();
    }

    private static Position fill(BoundedContext bank) {
        for (int i = 0; i < ACCOUNTS - 1; i++) {
            bank.send(new Open("" + i, "Zoë"));
            bank.send(new Deposit("" + i, i));
        }
        bank.send(new Open("" + (ACCOUNTS - 1), "Zoë"));
        return ((Outcome.Accepted) bank.send(new Deposit("" + (ACCOUNTS - 1), ACCOUNTS - 1))).position();
    }

    private List<State> states() {
        return store.documents().generations().list("balances").stream()
                .map(Generation::state)
                .toList();
    }

    @Test
    void readers_never_see_half_of_it_nor_go_back_while_documents_are_made_anew_under_load() throws Exception {
        DocumentProjection<Balance, Accounts.Event> balances = balances(1, WhenChanged.rebuild());
        try (BoundedContext bank = start(balances);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Documents<Balance> documents = bank.documents(balances);
            assertThat(documents.awaitPosition(fill(bank), PLENTY)).isTrue();
            AtomicBoolean done = new AtomicBoolean();
            CountDownLatch writes = new CountDownLatch(1);
            CountDownLatch reads = new CountDownLatch(1);
            Future<Integer> writer = threads.submit(() -> {
                int deposits = 0;
                while (!done.get()) {
                    bank.send(new Deposit("7", 1));
                    deposits++;
                    writes.countDown();
                }
                return deposits;
            });
            Future<Integer> reader = threads.submit(() -> {
                int times = 0;
                int before = 0;
                while (!done.get()) {
                    Balance balance = documents.find("7").orElseThrow();
                    assertThat(balance.cents()).as("what is read later").isGreaterThanOrEqualTo(before);
                    assertThat(documents.find("49"))
                            .as("a document of long ago")
                            .contains(new Balance("Zoë", 49, 1));
                    before = balance.cents();
                    times++;
                    reads.countDown();
                }
                return times;
            });
            writes.await();
            reads.await();
            for (int round = 0; round < 3; round++) {
                int generation = bank.projection(balances).rebuild();
                assertThat(bank.projection(balances).awaitServing(generation, PLENTY))
                        .isTrue();
            }
            done.set(true);
            int deposits = writer.get();
            assertThat(reader.get()).isPositive();
            assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();
            assertThat(documents.find("7")).contains(new Balance("Zoë", 7 + deposits, 1 + deposits));
            assertThat(bank.projection(balances).status().serving()).isEqualTo(4);
            assertThat(bank.projection(balances)
                            .verify(Verification.everything())
                            .differences())
                    .isEmpty();
        }
    }

    /** Fills documents, then begins to make them anew so slowly that it does not come to an end by itself. */
    private void beginSlowly(DocumentProjection<Balance, Accounts.Event> balances) throws InterruptedException {
        try (BoundedContext bank = start(balances)) {
            assertThat(bank.documents(balances).awaitPosition(fill(bank), PLENTY))
                    .isTrue();
        }
        Generations generations = store.documents().generations();
        generations.begin(balances.collection(), fingerprint());
        assertThat(generations.throttle("balances", 2, 1)).isTrue();
    }

    @Test
    void a_rebuild_goes_on_where_it_was_after_a_restart() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> balances = balances(1, WhenChanged.rebuild());
        beginSlowly(balances);
        int generation;
        try (BoundedContext bank = start(balances)) {
            generation = bank.projection(balances).rebuild();
            Conditions.until(
                    "it has begun", () -> rebuild(bank, balances).position().value() > 0);
        }
        assertThat(states()).containsExactly(State.SERVING, State.BUILDING);
        folded.set(0);
        try (BoundedContext bank = start(balances)) {
            assertThat(bank.projection(balances).throttleRebuild(0)).isTrue();
            assertThat(bank.projection(balances).awaitServing(generation, PLENTY))
                    .isTrue();
            assertThat(folded.get()).as("events folded after the restart").isLessThan(2 * ACCOUNTS);
            assertThat(bank.documents(balances).find("49")).contains(new Balance("Zoë", 49, 1));
        }
    }

    private String fingerprint() {
        return store.documents().generations().list("balances").getFirst().fingerprint();
    }

    private static ProjectionStatus.Rebuild rebuild(
            BoundedContext bank, DocumentProjection<Balance, Accounts.Event> balances) {
        return bank.projection(balances).status().rebuild().orElseThrow();
    }

    @Test
    void a_rebuild_can_be_paused_resumed_and_cancelled() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> balances = balances(1, WhenChanged.rebuild());
        beginSlowly(balances);
        try (BoundedContext bank = start(balances)) {
            ProjectionOperations operations = bank.projection(balances);
            assertThat(operations.pauseRebuild()).isTrue();
            ProjectionStatus.Rebuild paused = rebuild(bank, balances);
            assertThat(paused.state()).isEqualTo(State.PAUSED);
            assertThat(paused.head()).isEqualTo(store.head());
            assertThat(paused.generation()).isEqualTo(2);
            assertThat(operations.throttleRebuild(0)).isTrue();
            assertThat(operations.awaitServing(2, Accounts.MOMENT)).isFalse();
            assertThat(operations.resumeRebuild()).isTrue();
            assertThat(operations.awaitServing(2, PLENTY)).isTrue();
            assertThat(operations.pauseRebuild()).isFalse();
            assertThat(operations.cancelRebuild()).isFalse();

            int third = operations.rebuild();
            if (operations.cancelRebuild()) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> operations.awaitServing(third, PLENTY))
                        .withMessageContaining("cancelled");
            }
            assertThat(operations.status().rebuild()).isEmpty();
            assertThat(bank.documents(balances).find("49")).contains(new Balance("Zoë", 49, 1));
        }
    }

    @Test
    void a_throttled_rebuild_takes_its_time() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> balances = balances(1, WhenChanged.rebuild());
        beginSlowly(balances);
        try (BoundedContext bank = start(balances)) {
            assertThat(bank.projection(balances).awaitServing(2, Accounts.MOMENT))
                    .isFalse();
            assertThat(bank.projection(balances).throttleRebuild(0)).isTrue();
            assertThat(bank.projection(balances).awaitServing(2, PLENTY)).isTrue();
        }
    }

    @Test
    void a_changed_definition_has_its_documents_made_anew_while_the_old_ones_serve() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> first = balances(1, WhenChanged.rebuild());
        try (BoundedContext bank = start(first)) {
            assertThat(bank.documents(first).awaitPosition(fill(bank), PLENTY)).isTrue();
        }
        DocumentProjection<Balance, Accounts.Event> second = DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .revision(2)
                .fold((current, recorded) -> new Balance("new", 0, 0));
        try (BoundedContext bank = start(second)) {
            assertThat(bank.documents(second).find("49")).isPresent();
            Position position = ((Outcome.Accepted) bank.send(new Deposit("49", 1))).position();
            assertThat(bank.documents(second).awaitPosition(position, PLENTY)).isTrue();
            assertThat(bank.documents(second).find("49")).contains(new Balance("new", 0, 0));
            assertThat(bank.projection(second).status().serving()).isEqualTo(2);
        }
    }

    @Test
    void what_serves_until_a_changed_definition_has_made_it_anew_tells_its_position() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> first = balances(1, WhenChanged.rebuild());
        Position end;
        try (BoundedContext bank = start(first)) {
            end = fill(bank);
            assertThat(bank.documents(first).awaitPosition(end, PLENTY)).isTrue();
            assertThat(bank.documents(first).position()).isEqualTo(end);
        }
        Position stored = store.subscriptions().find("balances@1").orElseThrow().position();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        DocumentProjection<Balance, Accounts.Event> second = DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .revision(2)
                .fold((current, recorded) -> {
                    goOn.join();
                    return Accounts.balance(current, recorded.event());
                });
        try (BoundedContext bank = start(second)) {
            try {
                Documents<Balance> documents = bank.documents(second);
                assertThat(bank.projection(second).status().following()).isEmpty();
                assertThat(documents.position()).isEqualTo(stored);
                bank.send(new Deposit("49", 1));
                assertThat(documents.position())
                        .as("nobody adds to what serves")
                        .isEqualTo(stored);
                goOn.complete(null);
                assertThat(bank.projection(second).awaitServing(2, PLENTY)).isTrue();
                assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();
                assertThat(documents.position()).isEqualTo(store.head());
            } finally {
                goOn.complete(null); // closing waits for the fold
            }
        }
    }

    @Test
    void a_changed_definition_is_refused_with_what_to_do_if_it_says_so() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> first = balances(1, WhenChanged.refuse());
        try (BoundedContext bank = start(first)) {
            assertThat(bank.documents(first).awaitPosition(fill(bank), PLENTY)).isTrue();
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> start(balances(2, WhenChanged.refuse())).close())
                .withMessageContainingAll("balances", "generation 1", "whenChanged(rebuild())");
        try (BoundedContext bank = start(first)) {
            assertThat(bank.documents(first).find("49")).isPresent();
            assertThat(states()).containsExactly(State.SERVING);
        }
    }

    @Test
    void an_index_declared_later_needs_no_rebuild() throws InterruptedException {
        DocumentProjection<Balance, Accounts.Event> first = balances(1, WhenChanged.refuse());
        try (BoundedContext bank = start(first)) {
            assertThat(bank.documents(first).awaitPosition(fill(bank), PLENTY)).isTrue();
        }
        DocumentProjection<Balance, Accounts.Event> indexed = DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .whenChanged(WhenChanged.refuse())
                .indexedBy("owner")
                .fold((current, recorded) -> Accounts.balance(current, recorded.event()));
        try (BoundedContext bank = start(indexed)) {
            assertThat(bank.documents(indexed)
                            .page(DocumentsQuery.all().equal("owner", "Zoë").limit(100))
                            .documents())
                    .hasSize(ACCOUNTS);
        }
    }
}
