package dev.daybook.guide;

import dev.daybook.guide.AccountEvent.Deposited;
import dev.daybook.guide.AccountEvent.Withdrawn;
import dev.daybook.process.Policy;
import dev.daybook.projection.DocumentProjection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class Balances {

    private static final long A_LOT = 1_000_000;

    private Balances() {}

    /** Where mails go. */
    @FunctionalInterface
    interface Mails {
        void send(UUID idempotencyKey, String text);
    }

    // snippet: read-model
    record Balance(String account, long cents) {}

    static final DocumentProjection<Balance, AccountEvent> PROJECTION = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(AccountEvent.class)
            .indexedByNumber("cents")
            .fold((before, recorded) -> switch (recorded.event()) {
                case Deposited deposited -> plus(before, recorded.stream().key(), deposited.cents());
                case Withdrawn withdrawn -> plus(before, recorded.stream().key(), -withdrawn.cents());
            });

    static Policy thanks(Mails mails) { // runs when events are new, never in a rebuild
        return Policy.named("thanks").on(Deposited.class, (recorded, attempt) -> {
            if (recorded.event().cents() >= A_LOT) {
                mails.send(
                        attempt.idempotencyKey(),
                        "Thank you, " + recorded.stream().key());
            }
        });
    }
    // end

    private static Balance plus(@Nullable Balance before, String account, long cents) {
        return new Balance(account, cents + (before == null ? 0 : before.cents()));
    }
}
