package dev.daybook.command;

import dev.daybook.ConfigurationException;
import dev.daybook.store.CommandStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds commands that nobody would carry out: their senders were told that they are accepted, but their lane is gone. */
final class ForgottenQueues {

    private final QueueNames names;
    private final Map<String, LaneSetup> lanes;
    private final Set<String> elsewhere;

    /** @param elsewhere lanes that other nodes run */
    ForgottenQueues(QueueNames names, Map<String, LaneSetup> lanes, Set<String> elsewhere) {
        this.names = names;
        this.lanes = lanes;
        this.elsewhere = elsewhere;
    }

    /** @throws ConfigurationException if there are any; names all lanes that are missed */
    void refuse(CommandStore commands) {
        Set<String> queues = new TreeSet<>(commands.queues(names.prefix()));
        queues.addAll(commands.scheduledQueues(names.prefix()));
        Set<String> problems = new TreeSet<>();
        for (String queue : queues) {
            String lane = names.laneOf(queue);
            if (!elsewhere.contains(lane) && !isRead(queue, lanes.get(lane))) {
                problems.add(problem(queue, lane));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    private boolean isRead(String queue, @Nullable LaneSetup lane) {
        if (lane == null) {
            return false;
        }
        return names.isOverflow(queue) ? lane.whenFull() instanceof WhenFull.Overflow : lane.isDurable();
    }

    private String problem(String queue, String lane) {
        String kind = names.isOverflow(queue) ? "lane that overflows" : "durable lane";
        return "Commands wait in the store for " + kind + ' ' + lane + " of context " + names.context()
                + ", which is not set up: keep the lane as it was until its queue is empty, or name it with elsewhere(…)"
                + " if other nodes run it";
    }
}
