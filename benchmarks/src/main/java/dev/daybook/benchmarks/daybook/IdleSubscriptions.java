package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.FilledStreams;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.subscription.Node;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionHost;
import dev.daybook.subscription.SubscriptionSetup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Subscriptions that have dealt with all events of a log, shared among nodes by leases, with nothing left to do. */
public final class IdleSubscriptions {

    private static final Duration LEASE_TIME = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int STREAMS = 100;
    private static final int EVENTS = 1_000;
    private static final int CONNECTIONS = 16;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final EventStore first;

    private IdleSubscriptions(EventStore first) {
        this.first = first;
    }

    /**
     * Begins the subscriptions and waits until they are idle.
     *
     * @param nodes each with connections, a log feed and all of the subscriptions
     */
    public static IdleSubscriptions start(PostgresServer server, String schema, int subscriptions, int nodes)
            throws Exception {
        FilledStreams.fill(DaybookLog.create(server, schema, CONNECTIONS), STREAMS, EVENTS);
        List<DaybookLog> logs = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            logs.add(DaybookLog.open(server, schema, CONNECTIONS));
        }
        IdleSubscriptions idle = new IdleSubscriptions(logs.getFirst().store());
        idle.opened.addAll(logs);
        List<RunningSubscription> running = new ArrayList<>();
        for (DaybookLog log : logs) {
            running.addAll(idle.run(log.store(), subscriptions));
        }
        Position head = idle.first.head();
        for (RunningSubscription subscription : running) {
            if (!subscription.awaitPosition(head, LONGEST)) {
                throw new IllegalStateException("Expected it at position " + head + ": " + subscription.status());
            }
        }
        return idle;
    }

    private List<RunningSubscription> run(EventStore store, int subscriptions) {
        Node node = Node.join("idle", store.leases(), LEASE_TIME);
        opened.addFirst(node);
        SubscriptionHost host = SubscriptionHost.start(store, node, InstantSource.system());
        opened.addFirst(host);
        List<RunningSubscription> running = new ArrayList<>();
        for (int i = 0; i < subscriptions; i++) {
            running.add(host.run(
                    SubscriptionSetup.named("idle-" + i),
                    (progress, events) -> store.subscriptions().move(progress),
                    store.subscriptions()));
        }
        return running;
    }

    /** Waits that time. Nothing happens meanwhile, but for what idleness costs. */
    public void idle(Duration time) throws InterruptedException {
        if (first.awaitBeyond(first.head(), time)) {
            throw new IllegalStateException("Expected nobody to append, found events beyond " + first.head());
        }
    }

    /** Ends the subscriptions and closes the log. */
    public void end() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }
}
