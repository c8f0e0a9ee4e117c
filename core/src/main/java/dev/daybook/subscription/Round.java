package dev.daybook.subscription;

import dev.daybook.store.Lease;
import dev.daybook.store.PayloadHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One look of a node at what is shared: who lives, and what is to be given away. Parts that are left over when all have equally
 * many, as the only part of a share is, fall to the nodes that come first in an order which is another for each share
 * (rendezvous hashing), so that many small shares are spread as well, and few of them move when a node comes or goes. For one
 * thread.
 */
final class Round {

    /** How many parts that are left over are handed to others at one time: nobody works on them until the others look. */
    static final int HANDED_OVER = 16;

    private final String me;
    private final Set<String> nodes;
    private final List<Lease> given = new ArrayList<>();
    private int handedOver;

    /** @param nodes all that live and do the same work, this one among them */
    Round(String me, Set<String> nodes) {
        this.me = me;
        this.nodes = nodes;
    }

    Set<String> nodes() {
        return nodes;
    }

    /** How many parts of a share are this node's. */
    int partOf(String share, int parts) {
        int leftOver = parts % nodes.size();
        int each = parts / nodes.size();
        return leftOver > rankIn(share, leftOver) ? each + 1 : each;
    }

    /** How many parts of a share any node has at most. */
    int mostOf(int parts) {
        return (parts + nodes.size() - 1) / nodes.size();
    }

    private int rankIn(String share, int leftOver) {
        if (leftOver == 0) {
            return 0;
        }
        String mine = PayloadHash.of(share, me).hex();
        return (int) nodes.stream()
                .filter(node -> PayloadHash.of(share, node).hex().compareTo(mine) < 0)
                .count();
    }

    /**
     * Gives away what is beyond the fair part; of what is left over only if not too much of it is given away in this round.
     *
     * @return how many are kept, the first ones
     */
    int giveAway(List<Lease> held, int fair, int parts) {
        int kept = Math.min(held.size(), mostOf(parts));
        if (kept > fair && handedOver < HANDED_OVER) {
            handedOver++;
            kept = fair;
        }
        given.addAll(held.subList(kept, held.size()));
        return kept;
    }

    List<Lease> given() {
        return given;
    }
}
