package dev.daybook.guide;

sealed interface AccountCommand {
    String account();

    record Deposit(String account, long cents) implements AccountCommand {}

    record Withdraw(String account, long cents) implements AccountCommand {}
}
