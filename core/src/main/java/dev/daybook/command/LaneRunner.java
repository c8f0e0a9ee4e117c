package dev.daybook.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a lane. */
final class LaneRunner {

    private static final Logger LOG = LoggerFactory.getLogger(LaneRunner.class);

    private static final Duration AFTER_DEFECT = Duration.ofSeconds(1);

    private final Lane lane;
    private final DecideLoop loop;
    private final Endings endings;
    private final List<Thread> workers = new ArrayList<>();

    LaneRunner(String context, Lane lane, DecideLoop loop, Endings endings) {
        this.lane = lane;
        this.loop = loop;
        this.endings = endings;
        for (int i = 1; i <= lane.setup().workers(); i++) {
            workers.add(Thread.ofPlatform()
                    .daemon()
                    .name("daybook-" + context + '-' + lane.name() + '-' + i)
                    .start(this::workUntilClosed));
        }
    }

    private void workUntilClosed() {
        List<Turn> turns = lane.take();
        while (!turns.isEmpty()) {
            work(turns);
            turns = lane.take();
        }
    }

    private void work(List<Turn> turns) {
        try {
            loop.carryOut(turns, this::finish);
        } catch (RuntimeException | Error e) {
            List<Turn> left = turns.stream().filter(turn -> !turn.finished()).toList();
            LOG.error("A worker of {} failed on {} streams, tries each alone", lane, left.size(), e);
            left.forEach(this::workAlone);
            finish(left);
        }
    }

    private void finish(List<Turn> turns) {
        lane.finish(turns);
        for (Turn turn : turns) {
            turn.endLeftOver();
            turn.unanswered()
                    .ifPresent(error -> lane.drop(turn.stream(), endings::waitsTooLong)
                            .forEach(command -> endings.giveBack(command, error)));
        }
    }

    private void workAlone(Turn turn) {
        try {
            loop.carryOut(turn);
        } catch (RuntimeException | Error e) {
            LOG.error("A worker of {} gives up stream {} for now", lane, turn.stream(), e);
            turn.rest(AFTER_DEFECT);
        }
    }

    /** Waits until the workers have ended, or the time is up. */
    void awaitEnd(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (Thread worker : workers) {
                worker.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // time is up
        }
    }

    /** Ends the waits of workers that are still at work. */
    void interrupt() {
        workers.forEach(Thread::interrupt);
    }
}
