package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.testing.Account.Balance;
import dev.daybook.testing.Account.Command;
import dev.daybook.testing.Account.Command.Deposit;
import dev.daybook.testing.Account.Command.Withdraw;
import dev.daybook.testing.Account.Event;
import dev.daybook.testing.Account.Event.Deposited;
import dev.daybook.testing.Account.Event.Withdrawn;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class GivenWhenThenTest {

    private final GivenWhenThen<Command, Balance, Event> account = GivenWhenThen.of(new Account.Rules());

    @Test
    void what_holds_passes() {
        account.when(new Deposit(5)).thenEvents(new Deposited(5)).thenState(new Balance(5));
        account.given(new Deposited(5), new Withdrawn(2))
                .given(List.of(new Deposited(1)))
                .when(new Withdraw(4))
                .thenEvents(new Withdrawn(4))
                .thenState(new Balance(0));
        account.when(new Deposit(0)).thenNothing().thenState(new Balance(0));
        account.given(new Deposited(5))
                .when(new Withdraw(6))
                .thenRefused("overdrawn")
                .thenState(new Balance(5));
    }

    @Test
    void other_events_fail_and_are_told_with_the_story() {
        assertFails(
                () -> account.given(new Deposited(5)).when(new Withdraw(4)).thenEvents(new Withdrawn(3)),
                "given [Deposited[amount=5]], when Withdraw[amount=4]",
                "Accepted[events=[Withdrawn[amount=3]]]",
                "Accepted[events=[Withdrawn[amount=4]]]");
        assertFails(
                () -> account.when(new Deposit(1)).thenEvents(new Deposited(1), new Deposited(1)),
                "given nothing, when Deposit[amount=1]");
        assertFails(() -> account.when(new Deposit(1)).thenNothing(), "Accepted[events=[Deposited[amount=1]]]");
    }

    @Test
    void a_refusal_where_events_were_expected_fails_with_its_reason() {
        assertFails(
                () -> account.when(new Withdraw(4)).thenEvents(new Withdrawn(4)),
                "Accepted[events=[Withdrawn[amount=4]]]",
                "Refused[code=overdrawn, reason=The account holds 0]");
        assertFails(() -> account.when(new Withdraw(4)).thenNothing(), "overdrawn");
    }

    @Test
    void events_or_another_code_where_a_refusal_was_expected_fail() {
        assertFails(
                () -> account.given(new Deposited(5)).when(new Withdraw(4)).thenRefused("overdrawn"),
                "Refused[code=overdrawn",
                "Accepted[events=[Withdrawn[amount=4]]]");
        assertFails(() -> account.when(new Withdraw(4)).thenRefused("closed"), "code=closed", "code=overdrawn");
    }

    @Test
    void another_state_fails() {
        assertFails(
                () -> account.when(new Deposit(4)).thenState(new Balance(5)),
                "the state afterwards",
                "Balance[amount=5]",
                "Balance[amount=4]");
    }

    @Test
    void what_is_given_is_kept_apart_from_what_it_was_begun_with() {
        GivenWhenThen<Command, Balance, Event> begun = account.given(new Deposited(5));
        begun.given(new Withdrawn(5)).when(new Withdraw(5)).thenRefused("overdrawn");
        begun.when(new Withdraw(5)).thenEvents(new Withdrawn(5));
    }

    @Test
    void a_decider_that_decides_otherwise_the_second_time_fails() {
        GivenWhenThen<Command, Balance, Event> impure = GivenWhenThen.of(new CountingRules());
        assertFails(() -> impure.when(new Deposit(1)), "the same decision as the first time");
    }

    private static void assertFails(ThrowingCallable story, String... told) {
        assertThatThrownBy(story)
                .isInstanceOf(AssertionError.class)
                .satisfies(error -> assertThat(error.getMessage()).contains(told));
    }

    private static final class CountingRules implements Decider<Command, Balance, Event> {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public Balance initial() {
            return new Balance(0);
        }

        @Override
        public Decision<Event> decide(Command command, Balance state) {
            return Decision.accept(new Deposited(calls.incrementAndGet()));
        }

        @Override
        public Balance evolve(Balance state, Event event) {
            return state;
        }
    }
}
