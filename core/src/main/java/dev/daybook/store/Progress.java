package dev.daybook.store;

import java.util.List;

/**
 * How far one step gets a partition of a subscription. Stored in one transaction with all that the step changes.
 *
 * @param claim under which it is made
 * @param from where the checkpoint must be
 * @param to where it is afterwards; the same where a step deals with a parked event or a timer
 * @param parked events to be kept aside, or kept with another state; in place of what is kept of the same event
 * @param freed events not to be kept aside any more; one that is to be kept with another state, unless it has been given up
 *     meanwhile, is among both
 */
public record Progress(Claim claim, Position from, Position to, List<ParkedEvent> parked, List<ParkedEvent> freed) {

    public Progress {
        parked = List.copyOf(parked);
        freed = List.copyOf(freed);
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException("A step of subscription " + claim.subscription()
                    + " goes back from position " + from + " to " + to);
        }
    }

    public Progress(Claim claim, Position from, Position to) {
        this(claim, from, to, List.of(), List.of());
    }
}
