package dev.daybook.context;

import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Sends from threads of its own. */
final class Senders {

    private Senders() {}

    /** Sends, and returns once the sender waits for its outcome, or has it. */
    static CompletableFuture<Outcome> send(BoundedContext context, Command<?> command) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                outcome.complete(context.send(command));
            } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        });
        Conditions.untilWaiting(thread);
        return outcome;
    }

    static CompletableFuture<Outcome> send(BoundedContext context, Object payload) {
        return send(context, Command.of(payload));
    }

    /** The outcome, or the exception that the sender got. */
    static Outcome of(CompletableFuture<Outcome> sent) {
        try {
            return sent.orTimeout(Accounts.PLENTY.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
