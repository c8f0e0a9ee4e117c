package dev.daybook.context;

import dev.daybook.ConfigurationException;
import dev.daybook.command.Command;
import dev.daybook.command.CommandBus;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandHandlers;
import dev.daybook.event.EventCatalog;
import dev.daybook.process.Policy;
import dev.daybook.process.ProcessCommand;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Processes;
import dev.daybook.projection.Projection;
import dev.daybook.store.Enqueue;
import dev.daybook.subscription.SubscriptionHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The policies and process managers that a context is put together with. Not for use by many threads. */
final class ProcessSide {

    private final List<Policy> policies = new ArrayList<>();
    private final List<ProcessManager<?>> managers = new ArrayList<>();

    void add(Policy policy) {
        policies.add(policy);
    }

    void add(ProcessManager<?> manager) {
        managers.add(manager);
    }

    /** Finds names that stand for two. */
    void checkNames(Collection<? extends Projection> projections, List<String> problems) {
        Set<String> seen = new HashSet<>();
        projections.forEach(projection -> seen.add(projection.name()));
        policies.forEach(policy -> requireNew(policy.name(), policy, seen, problems));
        managers.forEach(manager -> requireNew(manager.name(), manager, seen, problems));
        managers.forEach(manager -> requireNew(Processes.collectionOf(manager), manager, seen, problems));
    }

    private static void requireNew(String name, Object who, Set<String> seen, List<String> problems) {
        if (!seen.add(name)) {
            problems.add("The " + who + " shares the name " + name
                    + " with another subscription or collection of documents: rename one of them");
        }
    }

    /** Finds what is followed and never happens, and commands that nobody would carry out. */
    void check(EventCatalog catalog, CommandHandlers handlers, CommandBusSetup bus, List<String> problems) {
        policies.forEach(policy -> noting(problems, () -> policy.filter(catalog)));
        for (ProcessManager<?> manager : managers) {
            noting(problems, () -> manager.filter(catalog));
            manager.commands().forEach(type -> checkCommand(manager, type, handlers, bus, problems));
        }
    }

    private static void noting(List<String> problems, Runnable check) {
        try {
            check.run();
        } catch (ConfigurationException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void checkCommand(
            ProcessManager<?> manager,
            Class<?> type,
            CommandHandlers handlers,
            CommandBusSetup bus,
            List<String> problems) {
        Set<Class<?>> handled = handlers.below(type);
        if (handled.isEmpty()) {
            problems.add("The " + manager + " sends " + type.getName()
                    + ", which no aggregate handles: add the aggregate that does");
        }
        handled.stream()
                .filter(command -> !bus.stores(command))
                .forEach(command -> problems.add("The " + manager
                        + " sends " + command.getName()
                        + ", whose lane keeps its commands in memory: let a durable lane take it"
                        + " with commandBus(bus -> bus.lane(…, lane -> lane.durable().takes(…)))"));
    }

    /** Runs all of them; closed with the host. */
    RunningProcesses start(Processes.Context context, SubscriptionHost host) {
        Processes processes = new Processes(context);
        RunningProcesses running = new RunningProcesses(processes);
        policies.forEach(policy -> running.add(processes.run(policy, host)));
        managers.forEach(manager -> running.add(manager, processes.run(manager, host)));
        return running;
    }

    /** How commands of process managers get into the queues of a context. */
    static Enqueue route(CommandBus bus, ProcessCommand command) {
        Command<Object> payload = Command.of(command.payload()).id(command.id());
        Command<Object> caused =
                command.metadata().causation().map(payload::causedBy).orElse(payload);
        return bus.entryOf(
                command.metadata().correlation().map(caused::correlatedBy).orElse(caused));
    }
}
