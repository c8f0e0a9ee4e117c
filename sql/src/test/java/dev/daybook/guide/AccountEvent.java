package dev.daybook.guide;

sealed interface AccountEvent {
    record Deposited(long cents) implements AccountEvent {}

    record Withdrawn(long cents) implements AccountEvent {}
}
