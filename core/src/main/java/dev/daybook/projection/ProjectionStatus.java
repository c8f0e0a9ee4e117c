package dev.daybook.projection;

import dev.daybook.store.Generation;
import dev.daybook.store.Position;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How a projection does.
 *
 * @param serving number of the generation that queries read
 * @param following how that one follows the log; empty if nobody does here, since it was made by another definition
 * @param rebuild the making anew that is underway
 */
public record ProjectionStatus(
        String name, int serving, Optional<SubscriptionStatus> following, Optional<Rebuild> rebuild) {

    /**
     * How the making of another generation does.
     *
     * @param generation its number
     * @param position up to where it has got
     * @param head the end of the log
     * @param eventsPerSecond how fast it got on lately, as seen from this node; 0 if that is not known
     * @param timeLeft until it is at the end of the log, at this speed
     * @param error why it does not get on
     */
    public record Rebuild(
            int generation,
            Generation.State state,
            Position position,
            Position head,
            double eventsPerSecond,
            Optional<Duration> timeLeft,
            Optional<String> error) {}

    /** Whether documents follow the log, or others are being made that will, and nothing fails. */
    public boolean healthy() {
        return error().isEmpty();
    }

    /** Why it is not {@link #healthy()}, and what to do. */
    public Optional<String> error() {
        if (following.isEmpty() && rebuild.filter(ProjectionStatus::isGoingOn).isEmpty()) {
            return Optional.of("Generation " + serving + " of projection " + name
                    + " was made by another definition, so it is not followed here, and "
                    + (rebuild.isPresent()
                            ? "the making of generation " + rebuild.get().generation() + " is paused: resume it"
                            : "no other is being made: rebuild the projection"));
        }
        return following
                .filter(status -> !status.healthy())
                .map(status -> status.error().orElse("It is " + status.state()))
                .or(() -> rebuild.flatMap(Rebuild::error));
    }

    private static boolean isGoingOn(Rebuild making) {
        return making.state() == Generation.State.BUILDING;
    }
}
