package dev.daybook.subscription;

import dev.daybook.store.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this node holds of something that is shared in equal parts. Safe for use by many threads. */
public final class Share {

    /** For how many rounds parts that nobody takes are left to others. */
    private static final int ROUNDS_LEFT_TO_OTHERS = 3;

    /** For how many rounds more than the fair part is kept, since others did not want it. */
    private static final int ROUNDS_OF_GENEROSITY = 30;

    private final String what;
    private final int parts;
    private final Runnable onChange;
    private volatile Map<Integer, Lease> held = Map.of();
    private int roundsShort;
    private int generousRounds;

    Share(String what, int parts, Runnable onChange) {
        this.what = what;
        this.parts = parts;
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

    /** Those of the leases that are of this share. */
    Set<Lease> among(Set<Lease> leases) {
        Set<Lease> own = new HashSet<>();
        for (Lease lease : leases) {
            int end = lease.name().lastIndexOf('/');
            if (end == what.length() && lease.name().startsWith(what)) {
                own.add(lease);
            }
        }
        return own;
    }

    List<String> namesBut(List<Lease> leases) {
        Set<String> known = new HashSet<>();
        leases.forEach(lease -> known.add(lease.name()));
        List<String> names = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            String name = what + '/' + part;
            if (!known.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    int fairOf(int nodes) {
        return (parts + nodes - 1) / nodes;
    }

    /** By the node, once a round in which it has its fair part: how many more it may take, since nobody else does. */
    int mayTakeBeyondFair(int left) {
        roundsShort++;
        return roundsShort > ROUNDS_LEFT_TO_OTHERS ? left : 0;
    }

    void tookBeyondFair(int taken) {
        if (taken > 0) {
            generousRounds = ROUNDS_OF_GENEROSITY;
        }
        if (roundsShort > ROUNDS_LEFT_TO_OTHERS) {
            roundsShort = 0;
        }
    }

    /** Whether more than the fair part may be kept this round. */
    boolean isGenerous() {
        return generousRounds > 0 && generousRounds-- > 0;
    }

    @Override
    public String toString() {
        return "share of " + what;
    }
}
