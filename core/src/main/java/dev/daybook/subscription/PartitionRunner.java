package dev.daybook.subscription;

import dev.daybook.store.Claim;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one partition on a thread of its own, as long as this node holds it: takes its checkpoint over, deals with what comes
 * in, with what was kept aside and with what is due. Safe for use by many threads.
 */
final class PartitionRunner {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRunner.class);

    /** Clocks that tests set do not wake anybody up. */
    private static final long LONGEST_WAIT_FOR_TIME = TimeUnit.SECONDS.toNanos(1);

    private static final long UNTIL_POKED = TimeUnit.HOURS.toNanos(1);

    private final PartitionSteps.Common common;
    private final Claim claim;
    private final PageReader reader;
    private final InstantSource clock;
    private final Runnable onMove;
    private final Inbox inbox;
    private final KeptAside kept;
    private final PartitionSteps steps;
    private final DueWork dueWork;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final ReentrantLock stepping = new ReentrantLock();
    private final Thread thread;
    private volatile @Nullable PartitionRunner predecessor;
    private volatile boolean ended;
    private volatile boolean lookAgain;
    private volatile boolean paused;
    private volatile Standing standing = Standing.WELL;
    private volatile long workingSince;
    private boolean isFull;
    private int failures;

    /**
     * How it stands.
     *
     * @param state one of following, retrying and stopped
     */
    record Standing(SubscriptionStatus.State state, Optional<String> error) {
        static final Standing WELL = new Standing(SubscriptionStatus.State.FOLLOWING, Optional.empty());
    }

    /** Whom it works with. */
    record Company(PageReader reader, InstantSource clock, Runnable onMove) {}

    PartitionRunner(PartitionSteps.Common common, Claim claim, Company company) {
        this.common = common;
        this.claim = claim;
        this.reader = company.reader();
        this.clock = company.clock();
        this.onMove = company.onMove();
        this.inbox = new Inbox(common.setup().batch());
        this.kept = new KeptAside(common.setup(), claim, common.store(), clock);
        this.dueWork = new DueWork(common, clock);
        this.steps = new PartitionSteps(common, claim, kept, new Waiting());
        this.thread = Thread.ofVirtual()
                .name("daybook-" + claim.subscription() + "-" + claim.partition())
                .unstarted(this::run);
    }

    /** @param before who worked on the partition before on this node, if that may not be over: it is waited for, however long */
    void start(@Nullable PartitionRunner before, boolean isPaused) {
        predecessor = before;
        paused = isPaused;
        thread.start();
    }

    long epoch() {
        return claim.epoch();
    }

    Inbox inbox() {
        return inbox;
    }

    Standing standing() {
        return standing;
    }

    /** For how long the call of the handler under way has taken, or that of its predecessor which it waits for. */
    Duration busyFor() {
        PartitionRunner before = predecessor;
        if (before != null) {
            return before.busyFor();
        }
        long since = workingSince;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Up to where everything was dealt with or concerns nobody. */
    Position position() {
        Position reached = inbox.settled().map(reader::passed).orElse(Position.START);
        Position stored = steps.position();
        return reached.compareTo(stored) > 0 ? reached : stored;
    }

    /** Whether events up to its position may be kept aside that are tried again by themselves. */
    boolean retries() {
        return kept.retries();
    }

    void pause(boolean now) {
        paused = now;
        inbox.poke();
    }

    /** Has it find out anew where it stands, and go on if it has stopped. */
    void lookAgain() {
        lookAgain = true;
        inbox.poke();
    }

    /** Has it end after the step under way. */
    void end() {
        ended = true;
        inbox.poke();
    }

    /** Whether nothing is done by it any more. */
    boolean isOver() {
        return !thread.isAlive();
    }

    void awaitEnd() {
        Failures.join(thread);
    }

    /**
     * Keeps it from stepping and gives the move of its checkpoint over events that concern nobody, if there is one and it is not
     * in a step; {@link #passed} lets it go on.
     */
    Optional<Progress> pass() {
        if (!stepping.tryLock()) {
            return Optional.empty();
        }
        Position stored = steps.position();
        Optional<Progress> progress = inbox.settled()
                .map(reader::passed)
                .filter(reached -> reached.compareTo(stored) > 0)
                .map(steps::passing);
        if (progress.isEmpty()) {
            stepping.unlock();
        }
        return progress;
    }

    void passed(Progress progress, boolean isStored) {
        if (isStored) {
            steps.passed(progress.to());
        } else {
            lookAgain = true;
        }
        stepping.unlock();
    }

    private void run() {
        awaitPredecessor();
        while (!ended) {
            try {
                lookAgain = false;
                inbox.close();
                steps.takeOver();
                common.handler().begin(claim);
                dueWork.begin();
                isFull = false;
                inbox.open(steps.position());
                reader.poke();
                work();
            } catch (StepLostException e) {
                LOG.debug("Looking again: {}", e.getMessage());
                pauseUnlessAsked(e);
            } catch (InterruptedException e) {
                LOG.debug("Partition {} of subscription {} was woken up", claim.partition(), claim.subscription());
            } catch (StoreUnavailableException e) {
                LOG.warn("Subscription {} waits for its database: {}", claim.subscription(), e.getMessage());
                pauseUnlessAsked(e);
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                LOG.error("Subscription {} failed, trying again", claim.subscription(), e);
                pauseUnlessAsked(e);
            }
        }
        passAtLast();
        inbox.close();
    }

    /** Also if it is to end itself: those after it wait for it alone. */
    private void awaitPredecessor() {
        PartitionRunner before = predecessor;
        while (before != null && !before.isOver()) {
            try {
                before.thread.join();
            } catch (InterruptedException e) {
                LOG.debug("Partition {} of subscription {} was woken up", claim.partition(), claim.subscription());
            }
        }
        predecessor = null;
    }

    private void passAtLast() {
        try {
            inbox.settled()
                    .map(reader::passed)
                    .filter(reached -> reached.compareTo(steps.position()) > 0)
                    .ifPresent(reached -> common.store().pass(List.of(steps.passing(reached))));
        } catch (RuntimeException e) {
            LOG.debug("The checkpoint of subscription {} stays where it was: {}", claim.subscription(), e.getMessage());
        }
    }

    private void pauseUnlessAsked(Throwable error) {
        if (ended || lookAgain) {
            return;
        }
        failures++;
        try {
            pause(failures, Failures.describe(error));
        } catch (StepLostException e) {
            LOG.debug("No need to wait any more: {}", e.getMessage());
        }
    }

    private void work() throws InterruptedException {
        while (!ended && !lookAgain) {
            if (paused) {
                inbox.awaitPoke(UNTIL_POKED);
            } else {
                step();
                onMove.run();
                awaitNext();
            }
        }
    }

    private void awaitNext() throws InterruptedException {
        if (isFull) {
            inbox.awaitPoke(Math.min(nanosToWait(), LONGEST_WAIT_FOR_TIME));
        } else {
            inbox.await(nanosToWait());
        }
    }

    private void step() {
        stepping.lock();
        workingSince = System.nanoTime();
        try {
            Optional<ParkedEvent> due = kept.due();
            due.ifPresent(steps::replay);
            boolean tookIn = takeIn();
            if (tookIn || due.isPresent() || dueWork.isTime()) {
                dueWork.run(steps.at());
            }
            failures = 0;
            standing = isFull ? full() : dueWork.standing();
        } finally {
            workingSince = 0;
            stepping.unlock();
        }
    }

    /** Deals with the events that have come; while there is no room to keep any aside, with none. */
    private boolean takeIn() {
        if (isFull && !kept.hasRoomAgain()) {
            return false;
        }
        isFull = false;
        Inbox.Batch batch = inbox.take();
        if (batch.events().isEmpty()) {
            return false;
        }
        try {
            steps.process(batch.events(), batch.to());
            inbox.done();
        } catch (NoRoomAsideException e) {
            isFull = true;
            inbox.giveBack(batch.events().stream()
                    .filter(event -> event.position().compareTo(steps.position()) > 0)
                    .toList());
            LOG.error("Subscription {} takes in nothing new: {}", claim.subscription(), e.getMessage());
        }
        reader.poke();
        return true;
    }

    private Standing full() {
        return new Standing(
                SubscriptionStatus.State.STOPPED,
                Optional.of(
                        "It keeps " + kept.size() + " events aside, and may keep "
                                + common.setup().keptAside()
                                + ", so it takes in nothing new until a tenth of them is dealt with:"
                                + " mend the cause, then retry or discard them; those that are tried again by themselves still are"));
    }

    private long nanosToWait() {
        Optional<Instant> next = Stream.of(dueWork.next(), kept.nextRetry())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        if (next.isEmpty()) {
            return UNTIL_POKED;
        }
        Instant now = clock.instant();
        if (next.get().isAfter(now.plusNanos(LONGEST_WAIT_FOR_TIME))) {
            return LONGEST_WAIT_FOR_TIME;
        }
        return next.get().isAfter(now) ? Duration.between(now, next.get()).toNanos() : 0;
    }

    private void pause(int failed, String error) {
        standing = new Standing(SubscriptionStatus.State.RETRYING, Optional.of(error));
        workingSince = 0;
        long deadline = System.nanoTime()
                + common.setup().onFailure().backoff().after(failed, random).toNanos();
        try {
            long left = deadline - System.nanoTime();
            while (left > 0) {
                requireGoingOn();
                inbox.awaitPoke(left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            LOG.debug("Partition {} of subscription {} was woken up", claim.partition(), claim.subscription());
        }
        requireGoingOn();
        workingSince = System.nanoTime();
    }

    private void requireGoingOn() {
        if (ended || lookAgain) {
            throw new StepLostException("Partition " + claim.partition() + " of subscription " + claim.subscription()
                    + " is to end, or to look again");
        }
    }

    private final class Waiting implements PartitionSteps.Interruption {

        @Override
        public void check() {
            requireGoingOn();
        }

        @Override
        public void retryLater(int failed, String error) {
            pause(failed, error);
        }

        @Override
        public StepLostException stop(String error) {
            LOG.error("Subscription {} stopped: {}", claim.subscription(), error);
            standing = new Standing(SubscriptionStatus.State.STOPPED, Optional.of(error));
            workingSince = 0;
            try {
                while (!ended && !lookAgain) {
                    inbox.awaitPoke(UNTIL_POKED);
                }
            } catch (InterruptedException e) {
                LOG.debug("Partition {} of subscription {} was woken up", claim.partition(), claim.subscription());
            }
            return new StepLostException("It stopped, and is to look again");
        }
    }
}
