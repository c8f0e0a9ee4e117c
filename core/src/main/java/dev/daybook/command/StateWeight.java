package dev.daybook.command;

import dev.daybook.aggregate.Folded;
import dev.daybook.event.EventCodec;
import dev.daybook.event.UnreadableEventException;
import org.jspecify.annotations.Nullable;

/** How much a state weighs, about: what it takes as JSON. A state that grew little is not weighed again. Immutable. */
final class StateWeight {

    private static final long UNWEIGHABLE = 1_024;
    private static final long LIGHTEST = 64;
    private static final int WEIGH_AFTER_FRACTION = 8;

    private final EventCodec codec;

    StateWeight(EventCodec codec) {
        this.codec = codec;
    }

    /** The weight of a state, given an earlier one of the same stream and its weight, if there is one. */
    long of(Folded<?> folded, @Nullable Folded<?> earlier, long earlierWeight) {
        if (earlier != null) {
            long then = earlier.version().value();
            long since = folded.version().value() - then;
            if (since * WEIGH_AFTER_FRACTION < then
                    && !isPowerStep(then, folded.version().value())) {
                return earlierWeight;
            }
        }
        return weigh(folded.state());
    }

    /** Small steps never add up to an eighth; so a state is weighed again at each doubling of its version, too. */
    private static boolean isPowerStep(long before, long after) {
        return Long.numberOfLeadingZeros(before) != Long.numberOfLeadingZeros(after);
    }

    private long weigh(@Nullable Object state) {
        if (state == null) {
            return LIGHTEST;
        }
        try {
            return LIGHTEST + codec.write(state).length();
        } catch (UnreadableEventException e) {
            return UNWEIGHABLE; // a state need not be writable as JSON
        }
    }
}
