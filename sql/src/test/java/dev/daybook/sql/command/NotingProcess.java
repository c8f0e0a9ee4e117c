package dev.daybook.sql.command;

import dev.daybook.command.Command;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.command.Receipt;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import dev.daybook.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that sends notes as fast as it can and carries them out, until it is told to stop, or is killed. */
final class NotingProcess {

    private static final Logger LOG = LoggerFactory.getLogger(NotingProcess.class);

    private static final int SENDERS = 8;
    private static final int NOTEBOOKS = 10;
    private static final int SOME = 4;

    private final BoundedContext context;
    private final Ledger ledger;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private NotingProcess(BoundedContext context, Ledger ledger) {
        this.context = context;
        this.ledger = ledger;
    }

    /**
     * Sends until its input ends or holds anything.
     *
     * @param arguments ledger, name of its senders, seed, and where the store is
     */
    public static void main(String... arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String name = arguments[1];
        Random random = new Random(Long.parseLong(arguments[2]));
        TestDatabase database = TestDatabase.of(List.of(arguments).subList(3, arguments.length));
        try (Ledger ledger = Ledger.open(file);
                SqlEventStore store = database.open();
                BoundedContext context = NotingContext.start(store)) {
            NotingProcess process = new NotingProcess(context, ledger);
            List<Thread> senders = new ArrayList<>();
            for (int i = 1; i <= SENDERS; i++) {
                senders.add(process.startSender(name + '-' + i, new Random(random.nextLong())));
            }
            int unused = System.in.read();
            process.stopping.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    private Thread startSender(String name, Random random) {
        return Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, error) -> {
                    LOG.error("A sender failed", error);
                    Runtime.getRuntime().halt(1); // so that the test sees it
                })
                .start(() -> sendUntilStopped(name, random));
    }

    private void sendUntilStopped(String name, Random random) {
        for (int number = 1; !stopping.get(); number++) {
            Note note = new Note("" + random.nextInt(NOTEBOOKS), name, number);
            ledger.tried(note);
            if (random.nextInt(SOME) == 0) {
                ledger.answered(note, untilAnswered(note, context::send));
            } else {
                Receipt unused = untilAnswered(note, context::enqueue);
                ledger.accepted(note);
            }
            if (random.nextInt(SOME) == 0) {
                requireKnown(note);
            }
        }
    }

    private void requireKnown(Note note) {
        if (!untilAnswered(note, context::enqueue).repeated()) {
            throw new AssertionError(note + " was accepted twice");
        }
    }

    /** What a sender does that must not lose its command: sends it again with the same id. */
    static <T> T untilAnswered(Note note, Function<Command<?>, T> send) {
        Command<?> command = Command.of(note).idempotencyKey(note.key());
        while (true) {
            try {
                return send.apply(command);
            } catch (StoreUnavailableException | LaneFullException | OutcomePendingException e) {
                System.err.println("Sending again: " + e.getMessage());
            }
        }
    }
}
