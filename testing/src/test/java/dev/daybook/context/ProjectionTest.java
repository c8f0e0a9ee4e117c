package dev.daybook.context;

import static dev.daybook.context.Accounts.FAST;
import static dev.daybook.context.Accounts.MOMENT;
import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Close;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.DepositEach;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.testing.InMemoryEventStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProjectionTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final List<Position> folded = Collections.synchronizedList(new ArrayList<>());

    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .fold((current, recorded) -> {
                folded.add(recorded.position());
                return Accounts.balance(current, recorded.event());
            });

    private BoundedContext start(EventStore on) {
        return BoundedContext.named("bank")
                .store(on)
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .backoff(FAST)
                .start();
    }

    private static Position position(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        return ((Outcome.Accepted) outcome).position();
    }

    @Test
    void shows_a_commands_effect_once_it_has_reached_its_position() throws InterruptedException {
        try (BoundedContext bank = start(store)) {
            Documents<Balance> documents = bank.documents(balances);
            for (int i = 1; i <= 20; i++) {
                Position position = position(bank.send(new Open("account " + i, "Zoë")));

                assertThat(documents.awaitPosition(position, PLENTY)).isTrue();
                assertThat(documents.find("account " + i)).contains(new Balance("Zoë", 0, 0));
            }
        }
    }

    @Test
    void is_not_reset_in_place_without_its_being_said_to_be_known() {
        try (BoundedContext bank = start(store)) {
            String subscription = bank.subscriptions().getFirst().name();
            assertThatThrownBy(() -> bank.subscriptionOperations()
                            .reset(subscription, Position.START, false, new Intervention("ann", "a test")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rebuild the projection instead");
        }
    }

    @Test
    void goes_on_after_a_restart_without_doing_anything_twice() throws InterruptedException {
        try (BoundedContext bank = start(store)) {
            bank.send(new Open("1", "Zoë"));
            Position position = position(bank.send(new Deposit("1", 5)));
            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
        }
        try (BoundedContext other = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            other.send(new Deposit("1", 7)); // while the projection does not run
        }

        try (BoundedContext bank = start(store.reopen())) {
            Position position = position(bank.send(new Deposit("1", 8)));
            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();

            assertThat(bank.documents(balances).find("1")).contains(new Balance("Zoë", 20, 3));
        }
        assertThat(folded).containsExactly(Position.of(1), Position.of(2), Position.of(3), Position.of(4));
    }

    @Test
    void many_events_of_one_key_in_one_page_are_folded_in_order() throws InterruptedException {
        Position position;
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new Open("2", "Max"));
            bank.send(new DepositEach("1", 3, 1_200)); // more than two pages
            position = position(bank.send(new DepositEach("2", 1, 10)));
        }

        try (BoundedContext bank = start(store)) {
            Documents<Balance> documents = bank.documents(balances);
            assertThat(documents.awaitPosition(position, PLENTY)).isTrue();

            assertThat(documents.find("1")).contains(new Balance("Zoë", 3_600, 1_200));
            assertThat(documents.find("2")).contains(new Balance("Max", 10, 10));
        }
        assertThat(folded).hasSize(1_212);
        assertThat(folded)
                .filteredOn(at -> at.value() != 2 && at.value() <= 1_202)
                .as("of account 1")
                .isSorted();
    }

    @Test
    void a_fold_to_null_deletes_the_document_and_a_later_event_makes_it_anew() throws InterruptedException {
        try (BoundedContext bank = start(store)) {
            Documents<Balance> documents = bank.documents(balances);
            bank.send(new Open("1", "Zoë"));
            Position second = position(bank.send(new Open("2", "Max")));
            assertThat(documents.awaitPosition(second, PLENTY)).isTrue();
            assertThat(documents.find("1")).isPresent();

            assertThat(documents.awaitPosition(position(bank.send(new Close("1"))), PLENTY))
                    .isTrue();
            assertThat(documents.find("1")).isEmpty();

            assertThat(documents.awaitPosition(position(bank.send(new Open("1", "Eva"))), PLENTY))
                    .isTrue();
            assertThat(documents.find("1")).contains(new Balance("Eva", 0, 0));
            assertThat(created("1")).as("made by the second opening").isEqualTo(4);
        }
    }

    @Test
    void a_document_deleted_and_made_anew_within_one_page_is_there() throws InterruptedException {
        Position position;
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new Close("1"));
            bank.send(new Open("2", "Max"));
            bank.send(new Open("1", "Eva"));
            position = position(bank.send(new Close("2")));
        }

        try (BoundedContext bank = start(store)) {
            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
            assertThat(bank.documents(balances).find("1")).contains(new Balance("Eva", 0, 0));
            assertThat(bank.documents(balances).find("2")).isEmpty();
            assertThat(created("1")).as("made by the second opening").isEqualTo(4);
        }
    }

    /** That of the partition that has got least far. */
    private Position checkpoint() {
        return store.documents()
                .subscriptions()
                .find("balances@1")
                .flatMap(known -> known.checkpoints().stream().min(Position::compareTo))
                .orElseThrow();
    }

    private long created(String key) {
        return store.documents()
                .load("balances", 1, Set.of(key))
                .values()
                .iterator()
                .next()
                .created()
                .value();
    }

    record Total(int accounts, int cents) {}

    @Test
    void documents_can_be_kept_by_another_key_than_the_streams() throws InterruptedException {
        DocumentProjection<Total, Accounts.Event> totals = DocumentProjection.named("totals")
                .documents(Total.class)
                .of(Accounts.Event.class)
                .keyedBy(recorded -> "all")
                .fold((current, recorded) -> {
                    Total total = current == null ? new Total(0, 0) : current;
                    return switch (recorded.event()) {
                        case Accounts.Event.Opened opened -> new Total(total.accounts() + 1, total.cents());
                        case Accounts.Event.Deposited deposited ->
                            new Total(total.accounts(), total.cents() + deposited.cents());
                        case Accounts.Event.Closed closed -> new Total(total.accounts() - 1, total.cents());
                    };
                });
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .projection(totals)
                .start()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new Open("2", "Max"));
            bank.send(new Deposit("1", 5));
            Position position = position(bank.send(new Deposit("2", 6)));

            assertThat(bank.documents(totals).awaitPosition(position, PLENTY)).isTrue();
            assertThat(bank.documents(totals).find("all")).contains(new Total(2, 11));
            assertThat(bank.documents(totals).find("1")).isEmpty();
        }
    }

    record Ring(String bell) {}

    record Rang() {}

    private static final class Bell implements Decider<Ring, Rang, Rang> {
        @Override
        public Rang initial() {
            return new Rang();
        }

        @Override
        public Decision<Rang> decide(Ring command, Rang state) {
            return Decision.accept(new Rang());
        }

        @Override
        public Rang evolve(Rang state, Rang event) {
            return event;
        }
    }

    private BoundedContext startWithBell() {
        return BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .aggregate(Aggregate.named("bell")
                        .commands(Ring.class, Ring::bell)
                        .events(Rang.class)
                        .decider(new Bell()))
                .projection(balances)
                .start();
    }

    @Test
    void events_of_other_types_are_passed_over_but_count_as_seen() throws InterruptedException {
        Position position;
        try (BoundedContext bank = startWithBell()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new Ring("1"));
            bank.send(new Deposit("1", 5));
            position = position(bank.send(new Ring("1")));

            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
            assertThat(bank.documents(balances).find("1")).contains(new Balance("Zoë", 5, 1));
        }
        assertThat(checkpoint()).isEqualTo(position);
        assertThat(folded).containsExactly(Position.of(1), Position.of(3));
    }

    @Test
    void waiting_for_a_position_that_does_not_come_ends_with_the_timeout() throws InterruptedException {
        try (BoundedContext bank = start(store)) {
            Position position = position(bank.send(new Open("1", "Zoë")));

            assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();
            assertThat(bank.documents(balances).awaitPosition(position.plus(1), MOMENT))
                    .isFalse();
        }
    }

    @Test
    void a_closed_context_follows_no_more_but_can_be_read() throws InterruptedException {
        BoundedContext bank = start(store);
        Position position = position(bank.send(new Open("1", "Zoë")));
        assertThat(bank.documents(balances).awaitPosition(position, PLENTY)).isTrue();

        bank.close();

        Position reached = checkpoint();
        assertThat(bank.subscriptions())
                .extracting(SubscriptionStatus::state)
                .containsExactly(SubscriptionStatus.State.STOPPED);
        Position later = depositedByAnother(5);
        assertThatThrownBy(() -> bank.documents(balances).awaitPosition(later, PLENTY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Subscription balances@1 was closed here, expected it to get to position 2");
        assertThat(bank.documents(balances).find("1")).contains(new Balance("Zoë", 0, 0));
        assertThat(checkpoint()).isEqualTo(reached);
        bank.close(); // a second time does nothing
    }

    private Position depositedByAnother(int cents) {
        try (BoundedContext another = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            return position(another.send(new Deposit("1", cents)));
        }
    }
}
