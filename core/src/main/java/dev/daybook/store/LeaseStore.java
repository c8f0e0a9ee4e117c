package dev.daybook.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which node works on what. A node lives as long as it says so in time, by the database's clock; what a dead node holds may be
 * taken by others. Every change of hands is made in order with the commits: a commit under the old epoch comes before it
 * or is left out. Safe for use by many threads; all methods throw {@link StoreUnavailableException} when the database does
 * not answer.
 */
public interface LeaseStore {

    /**
     * A node's view after a sign of life.
     *
     * @param nodes that live, this one among them, in order of their names
     * @param leases that this node holds
     */
    record Membership(List<String> nodes, Set<Lease> leases) {
        public Membership {
            nodes = List.copyOf(nodes);
            leases = Set.copyOf(leases);
        }
    }

    /**
     * Says that the node lives from now for the given time, at whose end it is dead. A node that comes back to life holds what
     * nobody has taken meanwhile.
     *
     * @param node a name that no other process uses, ever: made anew at each start
     * @param ttl positive
     */
    Membership heartbeat(String node, Duration ttl);

    /** The names of all leases that living nodes hold. */
    Set<String> held();

    /**
     * Takes those of the named leases that nobody living holds, in the given order, at most {@code limit}.
     *
     * @return what was taken, each with a new epoch; nothing if the node itself is not alive
     */
    List<Lease> acquire(String node, Collection<String> names, int limit);

    /** Hands leases back; those held under another epoch or by another node stay as they are. */
    void release(String node, Collection<Lease> leases);

    /** Hands all leases of a node back and forgets it. */
    void leave(String node);
}
