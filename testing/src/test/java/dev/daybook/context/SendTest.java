package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Command.Close;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.DepositEach;
import dev.daybook.context.Accounts.Command.Explode;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SendTest {

    private static final StreamId ACCOUNT = StreamId.of("account", "1");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final BoundedContext bank = BoundedContext.named("bank")
            .store(store)
            .aggregate(Accounts.aggregate())
            .commandBus(bus -> bus.retries(Accounts.FAST, 3))
            .start();

    @AfterEach
    void close() {
        bank.close();
        store.close();
    }

    @Test
    void an_accepted_command_tells_stream_version_and_position() {
        assertThat(bank.send(new Open("1", "Zoë"))).isEqualTo(accepted(ACCOUNT, 1, 1));
        assertThat(bank.send(new Open("2", "Max"))).isEqualTo(accepted(StreamId.of("account", "2"), 1, 2));
        assertThat(bank.send(new DepositEach("1", 5, 3))).isEqualTo(accepted(ACCOUNT, 4, 5));
    }

    @Test
    void the_events_are_stored_in_order() {
        bank.send(new Open("1", "Zoë"));
        bank.send(new DepositEach("1", 5, 2));

        assertThat(bank.history(ACCOUNT, Version.NONE, 10))
                .extracting(RecordedEvent::event, recorded -> recorded.version().value())
                .containsExactly(
                        tuple(new Accounts.Event.Opened("Zoë"), 1L),
                        tuple(new Accounts.Event.Deposited(5), 2L),
                        tuple(new Accounts.Event.Deposited(5), 3L));
        assertThat(bank.history(ACCOUNT, Version.of(1), 1)).hasSize(1);
    }

    @Test
    void a_refused_command_gives_code_and_reason_and_stores_nothing() {
        assertThat(bank.send(new Deposit("1", 5)))
                .isEqualTo(new Outcome.Refused("account-not-open", "The account is not open"));
        assertThat(store.head()).isEqualTo(Position.START);
    }

    @Test
    void a_command_is_decided_on_all_that_happened_before() {
        bank.send(new Open("1", "Zoë"));
        bank.send(new DepositEach("1", 1, 2_500)); // more than a page

        assertThat(bank.send(new Close("1")))
                .isEqualTo(new Outcome.Refused("account-not-empty", "There are 2500 cents left"));
    }

    @Test
    void nothing_to_change_is_accepted_where_the_stream_stands() {
        bank.send(new Open("1", "Zoë"));
        bank.send(new Open("2", "Max"));

        assertThat(bank.send(new Open("1", "Zoë"))).isEqualTo(accepted(ACCOUNT, 1, 1));
        assertThat(store.head()).isEqualTo(Position.of(2));
    }

    @Test
    void events_without_a_given_correlation_carry_the_commands_made_up_id() {
        bank.send(new Open("1", "Zoë"));

        RecordedEvent<?> event = bank.history(ACCOUNT, Version.NONE, 1).getFirst();
        String causation = event.metadata().causation().orElseThrow();
        assertThat(UUID.fromString(causation).version()).isEqualTo(7);
        assertThat(event.metadata().correlation()).contains(causation);
        assertThat(event.id()).isNotEqualTo(UUID.fromString(causation));
        assertThat(event.id().version()).isEqualTo(7);
    }

    @Test
    void every_event_carries_the_correlation_the_commands_id_and_the_users_metadata() {
        UUID id = new UUID(1, 2);
        bank.send(new Open("1", "Zoë"));

        bank.send(Command.of(new DepositEach("1", 5, 2))
                .id(id)
                .correlatedBy("request-7")
                .with("user", "Zoë"));

        assertThat(bank.history(ACCOUNT, Version.of(1), 10))
                .extracting(RecordedEvent::metadata)
                .hasSize(2)
                .containsOnly(Metadata.of("request-7", id.toString(), Map.of("user", "Zoë")));
    }

    @Test
    void a_decider_that_throws_fails_its_command_only() {
        bank.send(new Open("1", "Zoë"));

        Outcome outcome = bank.send(new Explode("1"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.DECIDER_FAILED);
            assertThat(failed.reason()).contains("aggregate account", "boom 1", "nothing changed");
            assertThat(failed.cause()).containsInstanceOf(IllegalStateException.class);
        });
        assertThat(bank.send(new Deposit("1", 5))).isEqualTo(accepted(ACCOUNT, 2, 2));
    }

    @Test
    void a_decider_that_cannot_evolve_fails_its_command_naming_the_event() {
        bank.send(new Open("1", "Zoë"));
        bank.send(new Deposit("1", 5));
        try (BoundedContext broken = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate(new CannotEvolve()))
                .start()) {

            Outcome outcome = broken.send(new Deposit("1", 5));

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.DECIDER_FAILED);
                assertThat(failed.reason()).contains("deposited", "version 2", "account-1", "cannot add");
            });
            assertThat(broken.send(new Open("2", "Max"))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void an_unknown_command_is_an_error_that_names_those_that_are_known() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bank.send("hello"))
                .withMessageContainingAll("java.lang.String", "[Close, Deposit, DepositEach, Explode, Open]");
    }

    @Test
    void a_store_that_does_not_answer_is_an_exception() {
        store.close();

        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> bank.send(new Open("1", "Zoë")));
    }

    @Test
    void a_store_that_goes_away_between_reading_and_writing_is_an_exception() {
        EventStoreClosedForWriting readable = new EventStoreClosedForWriting(store);
        try (BoundedContext context = BoundedContext.named("bank")
                .store(readable)
                .aggregate(Accounts.aggregate())
                .commandBus(bus -> bus.retries(Accounts.FAST, 3))
                .start()) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.send(new Open("1", "Zoë")));
        }
    }

    @Test
    void text_that_no_store_can_hold_is_an_error_and_stores_nothing() {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> bank.send(new Open("1", "half \uD83D")))
                .withMessageContainingAll("account.open", "account-1", "half a surrogate pair");
        assertThat(store.head()).isEqualTo(Position.START);
    }

    @Test
    void more_events_than_the_store_allows_are_an_error_and_store_nothing() {
        bank.send(new Open("1", "Zoë"));

        assertThatExceptionOfType(LimitExceededException.class)
                .isThrownBy(() -> bank.send(new DepositEach("1", 1, 10_001)));
        assertThat(store.head()).isEqualTo(Position.of(1));
    }

    private static Outcome accepted(StreamId stream, long version, long position) {
        return new Outcome.Accepted(stream, Version.of(version), Position.of(position));
    }

    private static final class CannotEvolve implements Decider<Accounts.Command, Accounts.State, Accounts.Event> {
        private final Accounts.AccountDecider decider = new Accounts.AccountDecider();

        @Override
        public Accounts.State initial() {
            return decider.initial();
        }

        @Override
        public Decision<Accounts.Event> decide(Accounts.Command command, Accounts.State state) {
            return decider.decide(command, state);
        }

        @Override
        public Accounts.State evolve(Accounts.State state, Accounts.Event event) {
            if (event instanceof Accounts.Event.Deposited) {
                throw new IllegalStateException("cannot add");
            }
            return decider.evolve(state, event);
        }
    }

    private static final class EventStoreClosedForWriting extends ForwardingStore {
        EventStoreClosedForWriting(InMemoryEventStore store) {
            super(store);
        }

        @Override
        public List<CommitResult> commit(List<Commit> commits) {
            return commits.stream()
                    .<CommitResult>map(commit -> new CommitResult.Failed(
                            new StoreUnavailableException("gone", StoreUnavailableException.Outcome.UNKNOWN)))
                    .toList();
        }
    }
}
