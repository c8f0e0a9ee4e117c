package dev.daybook.subscription;

import dev.daybook.store.Lease;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this node holds of something that is shared in equal parts. Safe for use by many threads. */
public final class Share {

    /**
     * For how many rounds the same nodes must have lived before one hands another a part that is left over: until then whoever
     * comes first has it, so that nothing waits at a start, and nothing goes to and fro while nodes are started again in turn.
     */
    private static final int ROUNDS_UNTIL_SETTLED = 3;

    /** For how many rounds parts that nobody takes are left to others. */
    private static final int ROUNDS_LEFT_TO_OTHERS = 3;

    /** For how many rounds more than the fair part is kept, since others did not want it; doubled each time they do not. */
    private static final int ROUNDS_OF_GENEROSITY = 30;

    private static final int MOST_DOUBLINGS = 5;

    private final String what;
    private final int parts;
    private final boolean evenly;
    private final Runnable onChange;
    private volatile Map<Integer, Lease> held = Map.of();
    private int roundsShort;
    private int generousRounds;
    private int timesUnwanted;
    private int roundsAlike;
    private boolean takesBeyondFair;
    private Set<String> nodes = Set.of();

    /** @param evenly whether what is left over is handed to others, too */
    Share(String what, int parts, boolean evenly, Runnable onChange) {
        this.what = what;
        this.parts = parts;
        this.evenly = evenly;
        this.onChange = onChange;
    }

    /** The parts held, each with its lease. */
    public Map<Integer, Lease> held() {
        return held;
    }

    /** Into how many parts it is cut. */
    public int parts() {
        return parts;
    }

    void hold(Set<Lease> leases) {
        Map<Integer, Lease> now = new HashMap<>();
        leases.forEach(lease -> now.put(Integer.parseInt(lease.name().substring(what.length() + 1)), lease));
        if (!now.equals(held)) {
            held = Map.copyOf(now);
            onChange.run();
        }
    }

    String what() {
        return what;
    }

    /** The name of the share that a lease is a part of. */
    static String of(Lease lease) {
        return lease.name().substring(0, Math.max(0, lease.name().lastIndexOf('/')));
    }

    /** The names of the parts' leases that are not among those. */
    List<String> namesBut(Set<String> known) {
        List<String> names = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            String name = what + '/' + part;
            if (!known.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Begins a round: what the share holds now, and what not.
     *
     * @param mine what the node holds of it
     * @param round to which it adds what is to be given away
     * @return how many more the node is to take, of those that nobody holds
     */
    int balance(Set<Lease> mine, Round round) {
        int fair = isSettled(round) && evenly ? round.partOf(what, parts) : round.mostOf(parts);
        if (mine.size() > fair && !isGenerous()) {
            roundsShort = 0;
            List<Lease> shuffled = new ArrayList<>(mine);
            Collections.shuffle(shuffled);
            int kept = round.giveAway(shuffled, fair, parts);
            hold(Set.copyOf(shuffled.subList(0, kept)));
            return 0;
        }
        hold(mine);
        takesBeyondFair = mine.size() >= fair;
        return takesBeyondFair ? mayTakeBeyondFair(parts - mine.size()) : fair - mine.size();
    }

    /** Whether the same nodes have lived for some rounds. */
    private boolean isSettled(Round round) {
        roundsAlike++;
        if (!round.nodes().equals(nodes)) {
            nodes = round.nodes();
            roundsAlike = 0;
            generousRounds = 0; // those who have come may want what others did not
            timesUnwanted = 0;
        }
        return roundsAlike >= ROUNDS_UNTIL_SETTLED;
    }

    /** Ends a round in which the node was to take more of it. */
    void took(Set<Lease> taken) {
        if (takesBeyondFair) {
            roundsShort = 0;
            if (!taken.isEmpty()) {
                generousRounds = ROUNDS_OF_GENEROSITY << Math.min(timesUnwanted, MOST_DOUBLINGS);
                timesUnwanted++;
            }
        }
        Set<Lease> all = new HashSet<>(taken);
        all.addAll(held.values());
        hold(all);
    }

    /** Once a round in which the node has its fair part: how many more it may take, since nobody else does. */
    private int mayTakeBeyondFair(int left) {
        if (left == 0) {
            return 0;
        }
        roundsShort++;
        return roundsShort > ROUNDS_LEFT_TO_OTHERS ? left : 0;
    }

    /** Whether more than the fair part may be kept this round. */
    private boolean isGenerous() {
        return generousRounds > 0 && generousRounds-- > 0;
    }

    @Override
    public String toString() {
        return "share of " + what;
    }
}
