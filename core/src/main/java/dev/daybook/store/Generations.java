package dev.daybook.store;

import java.util.List;

/**
 * The generations of all collections in one database. Every change grows {@link SubscriptionStore#revision()}. Safe for use
 * by many threads; throws {@link StoreUnavailableException} when the database does not answer.
 */
public interface Generations {

    /** What is known of a collection, by number; dropped generations are not. */
    List<Generation> list(String collection);

    /**
     * Begins another generation, with its tables and indexes: serving if it is the first, else being built. One with the same
     * fingerprint that is being built already is answered instead.
     *
     * @throws IllegalStateException if one with another fingerprint is being built: cancel it first
     */
    Generation begin(DocumentCollection collection, String fingerprint);

    /**
     * Lets a generation that is being built serve in place of the serving one, for all readers at one moment, if nobody
     * could notice but by its content: each partition has got at least as far as that of the serving one or, where they have
     * not the same number of partitions, every one has got as far as any.
     *
     * @return false if it is not that far, or not being built; nothing was done
     */
    boolean swap(String collection, int number);

    /** Stops building it for now. False if it is not being built. */
    boolean pause(String collection, int number);

    /** Goes on building it. False if it is not paused. */
    boolean resume(String collection, int number);

    /** Ends building it for good. False if it is not being built or paused. */
    boolean cancel(String collection, int number);

    /** Bounds how many events a second go into it while it is built; 0 for no bound. False if it is not being built or paused. */
    boolean throttle(String collection, int number, int eventsPerSecond);

    /**
     * Asks those who follow the serving generation to hardly get on for a short while, so that this one overtakes it; or not any
     * more. Ends by itself when this one serves, is paused or cancelled. False if it is not being built.
     */
    boolean holdUp(String collection, int number, boolean held);

    /** Drops a generation that is over: its tables, its row and its subscription. False if it is not over. */
    boolean drop(String collection, int number);
}
