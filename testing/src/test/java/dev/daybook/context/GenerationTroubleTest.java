package dev.daybook.context;

import static dev.daybook.context.Accounts.FAST;
import static dev.daybook.context.Accounts.MOMENT;
import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.projection.ProjectionStatus;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Generations while the database refuses some of what is asked, or another node does something about them. */
@Timeout(120)
final class GenerationTroubleTest {

    private static final int MANY = 300;

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final TroubledDocuments troubled = new TroubledDocuments(store.documents());
    private final SettableClock later = new SettableClock(Instant.now().plus(Duration.ofHours(1)));
    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .readModels(troubled.documents())
            .fold((current, recorded) -> Accounts.balance(current, recorded.event()));

    private BoundedContext start() {
        return start(balances);
    }

    private BoundedContext start(DocumentProjection<Balance, Accounts.Event> projection) {
        return BoundedContext.named("bank")
                .store(store.reopen())
                .aggregate(Accounts.aggregate())
                .projection(projection)
                .clock(later)
                .backoff(FAST)
                .start();
    }

    private void open(BoundedContext bank, String account) throws InterruptedException {
        Position position = ((Outcome.Accepted) bank.send(new Open(account, "Zoë"))).position();
        assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
    }

    private List<Integer> generations() {
        return store.documents().generations().list("balances").stream()
                .map(Generation::number)
                .toList();
    }

    /** As another node does it that has filled another generation up to the end of the log. */
    private void anotherServes() {
        Generations generations = store.documents().generations();
        SubscriptionStore subscriptions = store.documents().subscriptions();
        String fingerprint = generations.list("balances").getFirst().fingerprint();
        generations.begin(balances.collection(), fingerprint);
        int partitions =
                subscriptions.find("balances@1").orElseThrow().checkpoints().size();
        subscriptions.begin("balances@2", partitions, store.head());
        assertThat(generations.swap("balances", 2)).isTrue();
    }

    @Test
    void a_generation_that_cannot_be_dropped_keeps_nobody_from_a_start_or_a_rebuild() throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
            troubled.refuse("drop");
            int second = bank.projection(balances).rebuild();
            assertThat(bank.projection(balances).awaitServing(second, PLENTY)).isTrue();
        }
        try (BoundedContext bank = start()) {
            int third = bank.projection(balances).rebuild();
            assertThat(bank.projection(balances).awaitServing(third, PLENTY)).isTrue();
            open(bank, "2");
            assertThat(generations()).containsExactly(1, 2, 3);
            assertThat(bank.projection(balances).status().healthy()).isTrue();
            assertThat(troubled.refusals()).as("tries to drop").isLessThanOrEqualTo(3);

            troubled.allow("drop");
            later.advance(Duration.ofMinutes(1));
            Conditions.until("the old ones are dropped", () -> generations().equals(List.of(3)));
        }
    }

    @Test
    void a_swap_that_is_refused_is_shown_and_tried_again_also_after_a_start() throws InterruptedException {
        troubled.refuse("swap");
        try (BoundedContext bank = start()) {
            open(bank, "1");
            bank.projection(balances).rebuild();
            untilShown(bank.projection(balances));
        }
        try (BoundedContext bank = start()) {
            ProjectionOperations operations = bank.projection(balances);
            untilShown(operations);
            assertThat(operations.status().healthy()).isFalse();
            open(bank, "2");

            troubled.allow("swap");
            assertThat(operations.awaitServing(2, PLENTY)).isTrue();
            assertThat(operations.status().healthy()).isTrue();
        }
    }

    private static void untilShown(ProjectionOperations operations) {
        Conditions.until(
                "the status says why it does not serve",
                () -> operations
                        .status()
                        .rebuild()
                        .flatMap(ProjectionStatus.Rebuild::error)
                        .filter(error -> error.contains("Not now: swap"))
                        .isPresent());
    }

    @Test
    void nobody_is_told_that_documents_are_there_by_a_generation_that_serves_no_more() throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
            troubled.refuse("revision"); // this node does not see what the other does
            Conditions.until("it has looked", () -> troubled.hasRefused("daybook-projections"));
            anotherServes();
            Documents<Balance> documents = bank.documents(balances);
            Position position = ((Outcome.Accepted) bank.send(new Open("2", "Zoë"))).position();
            assertThat(documents.find("2")).isEmpty();
            assertThat(documents.awaitPosition(position, MOMENT)).isFalse();

            troubled.allow("revision");
            assertThat(documents.awaitPosition(position, PLENTY)).isTrue();
            assertThat(documents.find("2")).isPresent();
        }
    }

    @Test
    void what_another_node_has_done_is_followed_though_the_first_look_at_it_failed() throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
            troubled.refuse("list");
            anotherServes();
            Conditions.until("this node has looked", () -> troubled.refusals() > 0);
            troubled.allow("list");
            Conditions.until(
                    "this node follows what serves",
                    () -> bank.projection(balances).status().serving() == 2);
        }
    }

    /** As a node that dies does it: nothing of it is undone. */
    private void dieWhileTheFirstIsHeldUp() throws InterruptedException {
        troubled.deny("swap");
        try (BoundedContext bank = start()) {
            open(bank, "1");
            bank.projection(balances).rebuild();
            Conditions.until("the first is held up", this::isFirstHeldUp);
            troubled.refuse("holdUp");
        }
        troubled.allow("holdUp");
        assertThat(isFirstHeldUp()).isTrue();
    }

    private boolean isFirstHeldUp() {
        return store.documents().generations().list("balances").stream().anyMatch(Generation::holdsUp);
    }

    /** One that is held up would take five minutes. */
    private void openMany(BoundedContext bank) throws InterruptedException {
        for (int i = 0; i < MANY; i++) {
            bank.send(new Open("many-" + i, "Zoë"));
        }
        assertThat(bank.documents(balances).awaitPosition(store.head(), Duration.ofMinutes(1)))
                .isTrue();
    }

    @Test
    void a_generation_held_up_by_a_node_that_died_goes_on_when_the_rebuild_is_cancelled() throws InterruptedException {
        dieWhileTheFirstIsHeldUp();
        try (BoundedContext bank = start()) {
            assertThat(bank.projection(balances).cancelRebuild()).isTrue();
            openMany(bank);
            assertThat(isFirstHeldUp()).isFalse();
            assertThat(bank.projection(balances).status().serving()).isEqualTo(1);
        }
    }

    @Test
    void a_generation_held_up_by_a_node_that_died_goes_on_though_nobody_cancels_the_rebuild()
            throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
            store.documents().generations().begin(balances.collection(), "a definition that nobody has any more");
            assertThat(store.documents().generations().holdUp("balances", 2, true))
                    .isTrue();
            openMany(bank);
            assertThat(isFirstHeldUp()).isTrue();
        }
    }

    @Test
    void a_person_who_pauses_a_generation_that_is_held_up_has_it_paused() throws InterruptedException {
        dieWhileTheFirstIsHeldUp();
        store.subscriptions().pause("balances@1", true);
        try (BoundedContext bank = start()) {
            assertThat(bank.projection(balances).cancelRebuild()).isTrue();
            Position position = ((Outcome.Accepted) bank.send(new Open("2", "Zoë"))).position();
            assertThat(bank.documents(balances).awaitPosition(position, MOMENT)).isFalse();
            store.subscriptions().pause("balances@1", false);
            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
        }
    }

    @Test
    void a_close_ends_the_waiting_for_a_generation_that_cannot_serve() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                BoundedContext bank = start()) {
            open(bank, "1");
            troubled.deny("swap");
            ProjectionOperations operations = bank.projection(balances);
            int second = operations.rebuild();
            Future<Boolean> waiting = threads.submit(() -> operations.awaitServing(second, Duration.ofHours(1)));
            Conditions.until("the first is held up", this::isFirstHeldUp);
            troubled.refuse("holdUp");
            assertThatCode(bank::close).doesNotThrowAnyException();
            assertThat(waiting.get(PLENTY.toSeconds(), TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void a_thread_that_meets_an_error_goes_on_looking_after_projections() throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
            troubled.breakDown("revision");
            Conditions.until("it meets the error", () -> troubled.hasRefused("daybook-projections"));
            troubled.allow("revision");
            int generation = bank.projection(balances).rebuild();
            assertThat(bank.projection(balances).awaitServing(generation, PLENTY))
                    .isTrue();
        }
    }

    @Test
    void documents_of_another_definition_that_nobody_makes_anew_are_reported() throws InterruptedException {
        try (BoundedContext bank = start()) {
            open(bank, "1");
        }
        DocumentProjection<Balance, Accounts.Event> changed = DocumentProjection.named("balances")
                .documents(Balance.class)
                .of(Accounts.Event.class)
                .readModels(troubled.documents())
                .revision(2)
                .fold((current, recorded) -> Accounts.balance(current, recorded.event()));
        troubled.deny("swap"); // so that it does not end
        try (BoundedContext bank = start(changed)) {
            assertThat(bank.projection(changed).status().following()).isEmpty();
            assertThat(bank.projection(changed).status().healthy()).isTrue();
            assertThat(bank.subscriptions())
                    .extracting(SubscriptionStatus::name, SubscriptionStatus::healthy)
                    .containsExactly(tuple("balances@1", true));

            assertThat(bank.projection(changed).pauseRebuild()).isTrue();
            bank.send(new Open("2", "Max"));
            assertThat(bank.projection(changed).status().healthy()).isFalse();
            assertThat(bank.projection(changed).status().error().orElseThrow())
                    .contains("Generation 1", "balances", "generation 2 is paused: resume it");
            SubscriptionStatus frozen = bank.subscriptions().getFirst();
            assertThat(frozen.healthy()).isFalse();
            assertThat(frozen.error())
                    .isEqualTo(bank.projection(changed).status().error());
            assertThat(frozen.position()).isEqualTo(Position.of(1));
            assertThat(frozen.lag().events()).isEqualTo(1);

            troubled.allow("swap");
            assertThat(bank.projection(changed).resumeRebuild()).isTrue();
            assertThat(bank.projection(changed).awaitServing(2, PLENTY)).isTrue();
            assertThat(bank.projection(changed).status().healthy()).isTrue();
        }
    }
}
