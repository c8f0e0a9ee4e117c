package dev.daybook.context;

import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.process.Processes;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The policies and process managers of a context at work. */
final class RunningProcesses {

    private final Processes processes;
    private final List<RunningSubscription> subscriptions = new ArrayList<>();
    private final Set<ProcessManager<?>> managers = new LinkedHashSet<>();

    RunningProcesses(Processes processes) {
        this.processes = processes;
    }

    void add(RunningSubscription policy) {
        subscriptions.add(policy);
    }

    void add(ProcessManager<?> manager, RunningSubscription subscription) {
        subscriptions.add(subscription);
        managers.add(manager);
    }

    /** @throws IllegalArgumentException if the process manager is none of these */
    <S> ProcessStates<S> states(String context, ProcessManager<S> manager) {
        if (!managers.contains(manager)) {
            throw new IllegalArgumentException(
                    "The " + manager + " is not one of context " + context + ", it has " + managers);
        }
        return processes.states(manager);
    }

    List<SubscriptionStatus> statuses() {
        return subscriptions.stream().map(RunningSubscription::status).toList();
    }
}
