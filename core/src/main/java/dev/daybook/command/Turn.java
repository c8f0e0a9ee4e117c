package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Commands for one stream in the hands of a worker. Used by that worker only. */
final class Turn {

    private final Mailbox mailbox;
    private List<Pending> open;
    private Optional<Duration> pause = Optional.empty();
    private Optional<StoreUnavailableException> unanswered = Optional.empty();
    private Consumer<Pending> farewell = command -> {};
    private List<Pending> leftOver = List.of();
    private boolean oneByOne;
    private boolean blocked;
    private boolean setBack;
    private boolean aside;
    private boolean givenUp;
    private boolean finished;

    Turn(Mailbox mailbox, List<Pending> commands) {
        this.mailbox = mailbox;
        this.open = List.copyOf(commands);
        long now = System.nanoTime();
        commands.forEach(command -> command.start(now));
    }

    Mailbox mailbox() {
        return mailbox;
    }

    StreamId stream() {
        return mailbox.stream();
    }

    /** Those with nothing decided for good yet, in order. */
    List<Pending> open() {
        return open;
    }

    /** Those to be decided in the next commit. */
    List<Pending> next() {
        return oneByOne ? open.subList(0, 1) : open;
    }

    /** Of the first; commands for one stream are all for one aggregate. */
    Aggregate<?, ?, ?> aggregate() {
        return open.getFirst().work().aggregate();
    }

    boolean over() {
        return open.isEmpty() || blocked || givenUp || pause.isPresent();
    }

    /** Takes out what is gone. */
    void shrink() {
        open = open.stream().filter(command -> !command.gone()).toList();
    }

    /** Puts all that is open off. */
    void rest(Duration time) {
        pause = Optional.of(time);
    }

    /** Puts all that is open off, since others were in the way: that is no failure. */
    void restForOthers(Duration time) {
        rest(time);
        setBack = true;
    }

    /** Whether others were in the way. */
    boolean setBack() {
        return setBack;
    }

    /**
     * Puts the stream off, of which only the first command stays in memory: what is stored behind it is to be read again, and
     * what is not is ended.
     */
    void setAside(Duration time, Consumer<Pending> ending) {
        restForOthers(time);
        aside = true;
        farewell = ending;
    }

    boolean aside() {
        return aside;
    }

    Optional<Duration> pause() {
        return pause;
    }

    /** The store did not answer what was asked of it for these commands. */
    void notAnswered(StoreUnavailableException error) {
        unanswered = Optional.of(error);
        if (error.outcome() == StoreUnavailableException.Outcome.UNKNOWN) {
            open.forEach(Pending::becomeUnsure);
        }
    }

    Optional<StoreUnavailableException> unanswered() {
        return unanswered;
    }

    boolean oneByOne() {
        return oneByOne;
    }

    /** From now on each commit is of one command, so that one cannot fail another. */
    void goOneByOne() {
        oneByOne = true;
    }

    /**
     * Nothing of the stream that is stored may be carried out from here for now: it leaves memory, to be read again when the
     * store gives it out.
     */
    void block() {
        blocked = true;
    }

    /** Nothing of the stream is carried out from here any more: what is stored stays so, what is not is ended. */
    void giveUp(Consumer<Pending> ending) {
        givenUp = true;
        farewell = ending;
    }

    boolean givenUp() {
        return givenUp;
    }

    /** By the lane: these left it without having been carried out. */
    void leave(List<Pending> commands) {
        leftOver = commands.stream()
                .filter(command -> !command.gone() && !command.durable())
                .toList();
    }

    /** Lets those who wait for what left the lane know. */
    void endLeftOver() {
        leftOver.forEach(farewell);
    }

    boolean blocked() {
        return blocked;
    }

    /** By the lane, which has the stream back. */
    void finish() {
        finished = true;
    }

    boolean finished() {
        return finished;
    }
}
