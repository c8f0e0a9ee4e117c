package dev.daybook.context;

import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.Projection;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.projection.Projections;
import dev.daybook.subscription.Node;
import dev.daybook.subscription.SubscriptionHost;
import dev.daybook.subscription.SubscriptionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All of a context that follows the log. */
record ReadSide(String context, Node node, SubscriptionHost host, Projections projections, RunningProcesses processes)
        implements AutoCloseable {

    <D> Documents<D> documents(DocumentProjection<D, ?> projection) {
        return projections.documents(projection).orElseThrow(unknown(projection));
    }

    ProjectionOperations operations(Projection projection) {
        return projections.operations(projection).orElseThrow(unknown(projection));
    }

    <S> ProcessStates<S> states(ProcessManager<S> manager) {
        return processes.states(context, manager);
    }

    private Supplier<IllegalArgumentException> unknown(Projection projection) {
        return () -> new IllegalArgumentException("Projection " + projection.name() + " is not one of context "
                + context + ", it has " + projections.names());
    }

    List<SubscriptionStatus> subscriptions() {
        List<SubscriptionStatus> all = new ArrayList<>(projections.subscriptions());
        all.addAll(processes.statuses());
        return List.copyOf(all);
    }

    @Override
    public void close() {
        projections.close();
        host.close();
        node.close();
    }
}
