package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.store.EventStore;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.Start;
import dev.daybook.subscription.SubscriptionHost;
import dev.daybook.subscription.SubscriptionSetup;
import java.time.InstantSource;

/** Runs the policies and process managers of one context. Safe for use by many threads. */
public final class Processes {

    private static final int POLICY_BATCH = 32;

    private final Context context;

    /**
     * What they run in.
     *
     * @param clock by which timers are due
     * @param commands where process managers send theirs
     */
    public record Context(
            EventStore store, EventCatalog catalog, EventCodec codec, InstantSource clock, CommandRoute commands) {}

    public Processes(Context context) {
        this.context = context;
    }

    /** The collection of documents in which the processes of a manager are kept. */
    public static String collectionOf(ProcessManager<?> manager) {
        return ProcessDocuments.collectionOf(manager.name());
    }

    /** The processes of a manager that is run. */
    public <S> ProcessStates<S> states(ProcessManager<S> manager) {
        return new ProcessStates<>(new ProcessDocuments<>(context.store().documents(), context.codec(), manager));
    }

    /** Runs a policy. */
    public RunningSubscription run(Policy policy, SubscriptionHost host) {
        Policy.Settings settings = policy.settings();
        SubscriptionSetup setup = SubscriptionSetup.named(policy.name())
                .filter(policy.filter(context.catalog()))
                .partitions(settings.partitions())
                .onFailure(settings.failures())
                .startAt(settings.fromBeginning() ? Start.beginning() : Start.now())
                .resetDoesHarm("its side effects would happen again, for all that comes after the position")
                .batch(POLICY_BATCH * settings.atOneTime());
        SubscriptionStore checkpoints = context.store().documents().subscriptions();
        return host.run(setup, new PolicyHandler(policy, context.catalog(), checkpoints), checkpoints);
    }

    /** Runs a process manager. */
    public <S> RunningSubscription run(ProcessManager<S> manager, SubscriptionHost host) {
        ProcessManager.Settings settings = manager.settings();
        SubscriptionSetup setup = SubscriptionSetup.named(manager.name())
                .filter(manager.filter(context.catalog()))
                .partitions(settings.partitions())
                .onFailure(settings.failures())
                .startAt(settings.fromBeginning() ? Start.beginning() : Start.now())
                .resetDoesHarm(
                        "it keeps its states and timers, and would react again to events that are in them already");
        ProcessHandler<S> handler = new ProcessHandler<>(manager, context);
        handler.prepare();
        return host.run(setup, handler, context.store().documents().subscriptions());
    }
}
