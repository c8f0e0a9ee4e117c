package dev.daybook.guide;

import static dev.daybook.aggregate.Decision.accept;
import static dev.daybook.aggregate.Decision.refuse;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.guide.AccountCommand.Deposit;
import dev.daybook.guide.AccountCommand.Withdraw;
import dev.daybook.guide.AccountEvent.Deposited;
import dev.daybook.guide.AccountEvent.Withdrawn;

// snippet: decider
final class AccountDecider implements Decider<AccountCommand, Long, AccountEvent> {

    @Override
    public Long initial() {
        return 0L;
    }

    @Override
    public Decision<AccountEvent> decide(AccountCommand command, Long balance) {
        return switch (command) {
            case Deposit deposit -> accept(new Deposited(deposit.cents()));
            case Withdraw withdraw
            when withdraw.cents() > balance -> refuse("insufficient-funds", "The balance is " + balance);
            case Withdraw withdraw -> accept(new Withdrawn(withdraw.cents()));
        };
    }

    @Override
    public Long evolve(Long balance, AccountEvent event) {
        return switch (event) {
            case Deposited deposited -> balance + deposited.cents();
            case Withdrawn withdrawn -> balance - withdrawn.cents();
        };
    }
}
// end
