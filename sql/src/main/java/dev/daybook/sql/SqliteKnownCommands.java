package dev.daybook.sql;

import dev.daybook.store.QueuedCommand.Ticket;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the file held, before a group was carried out, of the commands that its commits name. Looked up for all of them at once;
 * it holds for all of the group, since no two commits of a group name the same command.
 *
 * @param decided those with an outcome
 * @param waiting where in queues they are
 * @param parked those of them that are parked
 */
record SqliteKnownCommands(Set<UUID> decided, Map<UUID, Ticket> waiting, Set<UUID> scheduled, Set<UUID> parked) {

    static SqliteKnownCommands none() {
        return new SqliteKnownCommands(Set.of(), Map.of(), Set.of(), Set.of());
    }

    /** Whether it waits anywhere or has its outcome. */
    boolean contains(UUID id) {
        return waiting.containsKey(id) || decided.contains(id) || scheduled.contains(id);
    }
}
