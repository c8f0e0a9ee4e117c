package dev.daybook.command;

import dev.daybook.DaybookException;
import dev.daybook.aggregate.EvolveException;
import dev.daybook.store.CommitResult;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What becomes of commands in the hands of a lane's workers: answered, put off, put aside, or left to another node. A command in
 * memory that cannot be carried out is given back to its sender; a durable one keeps its place. Safe for use by many
 * threads.
 */
final class Endings {

    /**
     * How often and how long to try.
     *
     * @param backoff between attempts
     * @param attempts after which a command in memory is given up and a durable one is parked
     * @param longest for a command in memory, whatever the attempts
     */
    record Patience(Backoff backoff, int attempts, Duration longest) {}

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private static final long WARN_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final String lane;
    private final Waiters waiters;
    private final Parking parking;
    private final CommandListener listener;
    private final Patience patience;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - WARN_INTERVAL_NANOS);
    private volatile boolean closing;

    Endings(String lane, Waiters waiters, Parking parking, CommandListener listener, Patience patience) {
        this.lane = lane;
        this.waiters = waiters;
        this.parking = parking;
        this.listener = listener;
        this.patience = patience;
    }

    /** Has its outcome. */
    void decided(Pending command, Outcome outcome) {
        long now = System.nanoTime();
        finish(command, outcome);
        listener.finished(
                lane,
                outcome,
                Duration.ofNanos(command.startedAt() - command.acceptedAt()),
                Duration.ofNanos(now - command.startedAt()));
    }

    /** Had its outcome before. */
    void known(Pending command, RecordedOutcome first) {
        if (!command.durable()
                && !first.command().hash().equals(command.header().hash())) {
            giveBack(
                    command,
                    new CommandIdReusedException(
                            first.command(), command.header().type()));
            return;
        }
        listener.duplicate(lane, command.header().id());
        finish(command, Outcomes.of(first));
    }

    /** The decider, or what came of it, is at fault. */
    void faulty(Turn turn, Decisions.Fault fault) {
        LOG.error(
                "Command {} for stream {} failed: {}",
                fault.command().header().id(),
                turn.stream(),
                fault.reason(),
                fault.cause().orElse(null));
        fail(turn, fault.command(), fault.reason(), fault.cause());
    }

    /** A stored command cannot be read here. */
    void unreadable(Turn turn, Pending command) {
        parkOrSetAside(turn, command, String.valueOf(command.work().fault()), Optional.empty());
    }

    /** The stream cannot be replayed. */
    void unreadable(Turn turn, EvolveException error) {
        String reason = error.getMessage() + "; nothing changed";
        LOG.error("Commands for stream {} failed: {}", turn.stream(), reason, error.getCause());
        for (Pending command : turn.open()) {
            if (command.durable()) {
                parkOrSetAside(turn, command, reason, Optional.ofNullable(error.getCause()));
                return; // the others wait behind it
            }
            fail(command, reason, Optional.ofNullable(error.getCause()));
        }
    }

    /**
     * What cannot be read here may have been stored by another version of the application that is being deployed, which can carry
     * it out: where it cannot be parked, for a person to retry, it is not given up. What is only in memory fails, though.
     */
    private void parkOrSetAside(Turn turn, Pending command, String reason, Optional<Throwable> cause) {
        if (parking.keepsPlace()) {
            park(turn, command, failuresWithThis(turn), reason);
        } else if (!isLeft(turn)) {
            Duration pause = pause(turn, turn.mailbox().setbacks() + 1, reason);
            turn.setAside(pause, left -> fail(left, reason, cause));
        }
    }

    private static int failuresWithThis(Turn turn) {
        return turn.mailbox().failures() + 1;
    }

    private void fail(Turn turn, Pending command, String reason, Optional<Throwable> cause) {
        if (command.durable()) {
            park(turn, command, failuresWithThis(turn), reason);
        } else {
            fail(command, reason, cause);
        }
    }

    private void fail(Pending command, String reason, Optional<Throwable> cause) {
        if (cause.orElse(null) instanceof DaybookException error) {
            giveBack(command, error);
        } else {
            decided(command, new Outcome.Failed(Outcome.Failed.Kind.DECIDER_FAILED, reason, cause));
        }
    }

    /**
     * Others wrote to the stream meanwhile; it is decided again, unless that was the last time. What is stored rests then, as
     * often as it may fail, before it is parked.
     */
    void conflict(Turn turn, CommitResult.Conflict conflict, int atMost) {
        LOG.debug("{}", conflict);
        listener.conflict(lane, turn.stream());
        if (turn.mailbox().conflicted() < atMost) {
            return;
        }
        for (Pending command : turn.open()) {
            if (command.durable()) {
                restOrParkAfterConflicts(turn, command, atMost);
                return;
            }
            decided(
                    command,
                    new Outcome.Failed(
                            Outcome.Failed.Kind.CONFLICT, conflicts(turn, atMost) + ": try again", Optional.empty()));
        }
    }

    private void restOrParkAfterConflicts(Turn turn, Pending command, int attempts) {
        int rounds = turn.mailbox().setbacks() + 1;
        if (rounds >= patience.attempts() && !closing && parking.keepsPlace()) {
            int all = (int) Math.min(Integer.MAX_VALUE, (long) rounds * attempts);
            park(turn, command, all, conflicts(turn, all));
        } else {
            restForOthers(turn, conflicts(turn, attempts));
        }
    }

    private static String conflicts(Turn turn, int attempts) {
        return "Others wrote to stream " + turn.stream() + " before each of " + attempts + " attempts; nothing changed";
    }

    /** The lease under which it was worked on is lost. */
    void leaseLost(Turn turn) {
        if (turn.open().stream().allMatch(Pending::keepsPlace)) {
            restForOthers(turn, "this node has no lease for it now");
        } else {
            turn.block(); // others carry it out
        }
    }

    /** The store did not answer, or refused for a reason that will pass. */
    void unavailable(Turn turn, StoreUnavailableException error) {
        turn.notAnswered(error);
        Pending first = turn.open().getFirst();
        boolean enough = failuresWithThis(turn) >= patience.attempts();
        boolean all = enough || closing || isOverdue(first);
        turn.open().stream()
                .filter(command -> !command.durable() && (all || isOverdue(command)))
                .forEach(command -> giveBack(command, error));
        if (first.durable() && enough && !closing && parking.keepsPlace()) {
            park(turn, first, failuresWithThis(turn), said(error));
        } else if (first.durable() || !all) {
            rest(turn, said(error));
        }
    }

    /** Whether a command in memory that is not in hand is to be given back, as the store does not answer for its stream. */
    boolean waitsTooLong(Pending command) {
        return !command.durable() && (closing || isOverdue(command));
    }

    private boolean isOverdue(Pending command) {
        return System.nanoTime() - command.acceptedAt() > patience.longest().toNanos();
    }

    /** From now on nothing in memory is tried again. */
    void stopTryingAgain() {
        closing = true;
    }

    /** Carrying it out failed in a way that was not foreseen; nobody may wait for ever. */
    void broken(Turn turn, Throwable error) {
        LOG.error("Carrying out commands for stream {} failed", turn.stream(), error);
        for (Pending command : turn.open()) {
            if (command.durable()) {
                park(turn, command, failuresWithThis(turn), "Carrying it out failed: " + error);
                return; // the others wait behind it
            }
            command.leave();
            command.outcome().completeExceptionally(error);
        }
    }

    /** The store refuses what was made, for good. With several commands at once, the next attempts are one by one. */
    void unstorable(Turn turn, DaybookException error) {
        if (turn.open().size() > 1 && !turn.oneByOne()) {
            turn.goOneByOne();
            return;
        }
        LOG.error("What came of a command for stream {} cannot be stored: {}", turn.stream(), said(error));
        fail(turn, turn.open().getFirst(), said(error), Optional.of(error));
    }

    private void park(Turn turn, Pending command, int attempts, String error) {
        try {
            switch (parking.park(command, attempts, error)) {
                case Parking.Aside.PARKED -> {
                    LOG.error("Command {} is parked: {}", command.header().id(), error);
                    command.leave();
                    waiters.parked(command.header().id(), error);
                    listener.parked(lane, command.header().id(), error);
                    turn.block();
                }
                case Parking.Aside.DISCARDED -> finish(command, Outcomes.discarded(error));
                case Parking.Aside.GONE -> leaseLost(turn);
                case Parking.Decided(RecordedOutcome first) -> known(command, first);
            }
        } catch (StoreUnavailableException e) {
            rest(turn, said(e));
        }
    }

    /** Puts a turn off after a failure. */
    private void rest(Turn turn, String why) {
        if (!isLeft(turn)) {
            turn.rest(pause(turn, failuresWithThis(turn), why));
        }
    }

    /** Puts a turn off that did not fail. */
    private void restForOthers(Turn turn, String why) {
        if (!isLeft(turn)) {
            turn.restForOthers(pause(turn, turn.mailbox().setbacks() + 1, why));
        }
    }

    /** Leaves a turn with commands that are stored to others if this node stops: what is behind them cannot go on alone. */
    private boolean isLeft(Turn turn) {
        boolean left = closing && turn.open().stream().anyMatch(Pending::durable);
        if (left) {
            turn.giveUp(this::stopped);
        }
        return left;
    }

    private Duration pause(Turn turn, int times, String why) {
        Duration pause = patience.backoff().after(times, random);
        LOG.atLevel(mayWarn() ? Level.WARN : Level.DEBUG)
                .log("Stream {} rests for {}, for the {}. time: {}", turn.stream(), pause, times, why);
        listener.backedOff(lane, turn.stream(), times, pause);
        return pause;
    }

    /** With the database away, every stream rests: one of them in a while is enough for the log. */
    private boolean mayWarn() {
        long now = System.nanoTime();
        long last = warnedAt.get();
        return now - last > WARN_INTERVAL_NANOS && warnedAt.compareAndSet(last, now);
    }

    private void finish(Pending command, Outcome outcome) {
        command.leave();
        command.outcome().complete(outcome);
        waiters.decided(command.header().id(), outcome);
    }

    /** Lets its sender know why it was not carried out, or that it may have been. */
    void giveBack(Pending command, DaybookException error) {
        command.leave();
        leave(
                command,
                command.unsure() && error instanceof StoreUnavailableException unavailable
                        ? UnknownOutcome.of(command.header().id(), unavailable)
                        : error);
    }

    /** The context stops before it is carried out, or before it is known whether it was. */
    void stopped(Pending left) {
        leave(
                left,
                left.unsure()
                        ? stoppedWhile(left)
                        : BusClosedException.stopped(left.header().id()));
    }

    /** The context stops while it is carried out. */
    void stoppedInHand(Pending begun) {
        leave(begun, stoppedWhile(begun));
    }

    private static StoreUnavailableException stoppedWhile(Pending begun) {
        return new StoreUnavailableException(
                "The context stopped while command "
                        + begun.header().id()
                        + " was carried out; it may have taken effect: send it again with this id",
                StoreUnavailableException.Outcome.UNKNOWN);
    }

    private void leave(Pending command, DaybookException error) {
        if (command.outcome().completeExceptionally(error) && !command.durable()) {
            UUID id = command.header().id();
            LOG.atLevel(mayWarn() ? Level.WARN : Level.DEBUG)
                    .log("Command {} for stream {} is given back: {}", id, command.header().stream(), said(error));
            listener.givenBack(lane, id, said(error));
        }
    }

    private static String said(DaybookException error) {
        return Objects.requireNonNullElse(error.getMessage(), error.toString());
    }
}
