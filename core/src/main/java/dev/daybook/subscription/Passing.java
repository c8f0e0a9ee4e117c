package dev.daybook.subscription;

import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores how far subscriptions have come over events that concern nobody: many at one time, and not at each of them. */
final class Passing {

    private static final Logger LOG = LoggerFactory.getLogger(Passing.class);

    /** Few enough that those who wait for their checkpoint do not wait long. */
    private static final int AT_ONCE = 200;

    private final SubscriptionStore store;
    private final Map<PartitionRunner, Progress> passing = new HashMap<>();

    private Passing(SubscriptionStore store) {
        this.store = store;
    }

    /** Moves the checkpoints of all that have something to move and nothing else to do. */
    static void store(Collection<HostedSubscription> subscriptions) {
        Map<SubscriptionStore, List<HostedSubscription>> byStore = new HashMap<>();
        for (HostedSubscription subscription : subscriptions) {
            byStore.computeIfAbsent(subscription.store(), store -> new ArrayList<>())
                    .add(subscription);
        }
        byStore.forEach((store, all) -> {
            Passing passing = new Passing(store);
            all.forEach(passing::add);
            passing.flush();
        });
    }

    private void add(HostedSubscription subscription) {
        passing.putAll(subscription.pass());
        if (passing.size() >= AT_ONCE) {
            flush();
        }
    }

    private void flush() {
        boolean isStored = false;
        try {
            store.pass(List.copyOf(passing.values()));
            isStored = true;
        } catch (StoreUnavailableException e) {
            LOG.debug("Checkpoints are moved later: {}", e.getMessage());
        } finally {
            boolean result = isStored;
            passing.forEach((runner, progress) -> runner.passed(progress, result));
            passing.clear();
        }
    }
}
