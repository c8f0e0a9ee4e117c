package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import java.util.OptionalInt;

/**
 * A read model that is made in generations, as those who run these see it: of documents, or of whatever another module makes.
 * Safe for use by many threads.
 */
public interface GeneratedReadModel {

    String name();

    /** Tells the definition by which a generation is made from others. */
    String fingerprint();

    WhenChanged whenChanged();

    /** Where its generations are kept, under its {@link #name()}. */
    Generations generations();

    /** Where those who fill its generations keep how far they are. */
    SubscriptionStore subscriptions();

    /** {@link Generations#begin Begins} a generation of this definition, with all that it needs. */
    Generation begin();

    /** Makes what may be missing of a generation; called before it is filled and before it is read. */
    void prepare(int generation);

    /** Has this node take part in filling a generation, from where it is. */
    RunningSubscription fill(Generation generation, OptionalInt throttle);

    /**
     * Whether appends keep what serves up to date, so that what filled a generation ends when it serves, and is followed by another
     * {@link #fill}.
     */
    default boolean isInline() {
        return false;
    }

    /** Lets a generation that is being built serve, if it is far enough, see {@link Generations#swap}. */
    default boolean swap(int generation) {
        return generations().swap(name(), generation);
    }

    /** Does what is to be done now and then besides; true if it is likely to be worth while again soon. */
    default boolean tend() {
        return false;
    }

    /** Lets go of what it holds besides the subscriptions that fill it. */
    default void close() {}
}
