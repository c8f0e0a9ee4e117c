package dev.daybook.projection;

import dev.daybook.store.Position;
import java.time.Duration;

/** What can be done about the documents of a projection while they are used. Safe for use by many threads. */
public interface ProjectionOperations {

    /** How it does. */
    ProjectionStatus status();

    /**
     * Waits until what serves shows everything up to the position, as {@link Documents#awaitPosition} says: true then, false after
     * the timeout.
     *
     * @throws dev.daybook.store.StoreUnavailableException if the context was closed before
     */
    boolean awaitPosition(Position position, Duration timeout) throws InterruptedException;

    /**
     * Begins to make all documents anew beside those that serve; once they have caught up, they serve instead. Goes on after a
     * crash by itself. Answers the one that is underway, if there is one.
     *
     * @return the number of the new generation
     */
    int rebuild();

    /**
     * Waits until a generation serves: true then, false after the timeout.
     *
     * @throws IllegalStateException if it was cancelled
     */
    boolean awaitServing(int generation, Duration timeout) throws InterruptedException;

    /** Stops making documents anew for now. False if nothing is underway. */
    boolean pauseRebuild();

    /** Goes on. False if nothing is paused. */
    boolean resumeRebuild();

    /** Gives the new documents up; they are dropped later. False if nothing is underway. */
    boolean cancelRebuild();

    /** Limits how many events a second each node puts into the new documents; 0 for as many as it can. False if nothing is underway. */
    boolean throttleRebuild(int eventsPerSecond);

    /** Compares documents that serve with a fresh fold of the whole log, on this node; they are used and followed meanwhile. */
    VerificationResult verify(Verification scope);
}
