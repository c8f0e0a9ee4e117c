package dev.daybook.command;

import dev.daybook.store.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The commands for one stream that wait in a lane, in order. Guarded by the lock of the lane. */
final class Mailbox {

    private final StreamId stream;
    private final Deque<Pending> commands = new ArrayDeque<>();
    private int inHand;
    private int failures;
    private int conflicts;
    private int setbacks;
    private long restsUntil;
    private boolean firstOnly;
    private boolean missed;

    Mailbox(StreamId stream) {
        this.stream = stream;
    }

    StreamId stream() {
        return stream;
    }

    void add(Pending command) {
        commands.add(command);
    }

    int size() {
        return commands.size();
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** Whether a worker has the first commands in hand. */
    boolean running() {
        return inHand > 0;
    }

    /** How often in a row its first commands could not be carried out. */
    int failures() {
        return failures;
    }

    /** By the worker that has the stream: one more conflict with others who write to it; how many there were in a row. */
    int conflicted() {
        return ++conflicts;
    }

    /** How often in a row it rested since others were in the way, without one command's being carried out in between. */
    int setbacks() {
        return setbacks;
    }

    /** Whether it takes only what it has: while it rests it must not fill the lane. */
    boolean firstOnly() {
        return firstOnly;
    }

    /** Notes that a stored command was not taken, so that it is to be read again. */
    void miss() {
        missed = true;
    }

    long restsUntil() {
        return restsUntil;
    }

    /** Those that a worker has in hand. */
    List<Pending> inHand() {
        return commands.stream().limit(inHand).toList();
    }

    /** Hands the first commands to a worker, which has the stream for itself until it is done. */
    Turn begin(int atMost) {
        inHand = Math.min(atMost, commands.size());
        return new Turn(this, inHand());
    }

    /** Takes the stream back from a worker; returns the commands that are gone, or leave it. */
    List<Pending> end(Turn turn) {
        if (turn.pause().isPresent()) {
            failures += turn.setBack() ? 0 : 1;
            setbacks += turn.setBack() ? 1 : 0;
            restsUntil = System.nanoTime() + turn.pause().get().toNanos();
            conflicts = 0;
        } else {
            failures = 0;
        }
        int handed = inHand;
        inHand = 0;
        firstOnly = false;
        if (turn.givenUp()) {
            return drop(command -> true);
        }
        if (turn.blocked()) {
            return drop(command -> command.gone() || !command.keepsPlace());
        }
        List<Pending> left = dropGone(handed);
        firstOnly = turn.pause().isPresent()
                && !commands.isEmpty()
                && (turn.aside() || !commands.getFirst().keepsPlace());
        if (firstOnly) {
            left.addAll(dropBehindFirst(command -> turn.aside() || !command.keepsPlace()));
        }
        return left;
    }

    /** Whether what it has missed is to be read again now; asked once. */
    boolean catchesUp() {
        boolean now = missed && (!firstOnly || commands.isEmpty());
        missed &= !now;
        return now;
    }

    private List<Pending> dropBehindFirst(Predicate<Pending> which) {
        Pending first = commands.removeFirst();
        List<Pending> dropped = drop(which);
        commands.addFirst(first);
        missed |= dropped.stream().anyMatch(Pending::durable);
        return dropped;
    }

    private List<Pending> dropGone(int handed) {
        List<Pending> gone = new ArrayList<>(handed);
        List<Pending> left = new ArrayList<>();
        for (int i = 0; i < handed; i++) {
            Pending command = commands.removeFirst();
            (command.gone() ? gone : left).add(command);
        }
        left.reversed().forEach(commands::addFirst);
        conflicts = gone.isEmpty() ? conflicts : 0;
        setbacks = gone.isEmpty() ? setbacks : 0;
        return gone;
    }

    /** Takes out commands that no worker has in hand; returns them. */
    List<Pending> drop(Predicate<Pending> which) {
        List<Pending> all = List.copyOf(commands);
        List<Pending> dropped = new ArrayList<>();
        commands.clear();
        commands.addAll(all.subList(0, inHand));
        for (Pending command : all.subList(inHand, all.size())) {
            (which.test(command) ? dropped : commands).add(command);
        }
        return dropped;
    }
}
