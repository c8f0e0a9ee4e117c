package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commits on their way into one transaction, in order, each with a place for its answer. */
final class CommitGroup {

    /** A commit and where its answer goes. */
    record Entry(Submission submission, int index) {

        Commit commit() {
            return submission.commits().get(index);
        }

        void answer(CommitResult result) {
            submission.result(index, result);
        }
    }

    private final List<Entry> entries;

    CommitGroup(List<Entry> entries) {
        this.entries = entries;
    }

    static CommitGroup of(List<Submission> submissions) {
        List<Entry> entries = new ArrayList<>(submissions.size());
        for (Submission submission : submissions) {
            for (int i = 0; i < submission.commits().size(); i++) {
                entries.add(new Entry(submission, i));
            }
        }
        return new CommitGroup(entries);
    }

    List<Entry> entries() {
        return entries;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int eventCount() {
        int count = 0;
        for (Entry entry : entries) {
            count += entry.commit().eventCount();
        }
        return count;
    }

    /** Of all entries but these. */
    int eventCountWithout(Set<Integer> leftOut) {
        int count = eventCount();
        for (int index : leftOut) {
            count -= entries.get(index).commit().eventCount();
        }
        return count;
    }

    int appendCount() {
        int count = 0;
        for (Entry entry : entries) {
            count += entry.commit().appends().size();
        }
        return count;
    }

    /** The streams of the group, each with the order in which it was first met, from 0. */
    Map<StreamId, Integer> streams() {
        Map<StreamId, Integer> streams = LinkedHashMap.newLinkedHashMap(entries.size());
        for (Entry entry : entries) {
            for (Append append : entry.commit().appends()) {
                streams.putIfAbsent(append.stream(), streams.size());
            }
        }
        return streams;
    }

    /** The event types of the group that are not among the known ones. */
    Set<EventType> typesBeyond(Set<EventType> known) {
        Set<EventType> types = new HashSet<>();
        for (Entry entry : entries) {
            for (Append append : entry.commit().appends()) {
                for (SerializedEvent event : append.events()) {
                    if (!known.contains(event.type())) {
                        types.add(event.type());
                    }
                }
            }
        }
        return types;
    }

    /** All commands that its commits name. */
    List<UUID> commandIds() {
        List<UUID> ids = new ArrayList<>();
        for (Entry entry : entries) {
            ids.addAll(StoredCommands.idsIn(entry.commit()));
        }
        return ids;
    }

    /** The entries from an index to an index. */
    CommitGroup part(int from, int to) {
        return new CommitGroup(entries.subList(from, to));
    }

    /** Whether it holds events and nothing else. */
    boolean onlyAppends() {
        for (Entry entry : entries) {
            if (!entry.commit().onlyAppends()) {
                return false;
            }
        }
        return true;
    }

    /** Whether some of it are steps of subscriptions. */
    boolean hasSteps() {
        for (Entry entry : entries) {
            if (entry.commit().progress().isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The entries but those with these indexes. */
    CommitGroup without(Set<Integer> indexes) {
        List<Entry> others = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            if (!indexes.contains(i)) {
                others.add(entries.get(i));
            }
        }
        return new CommitGroup(others);
    }

    /**
     * The group in parts, cut before every commit that names a command which an earlier commit of its part names, or moves a
     * checkpoint that one moves, so that what that one does is seen by the checks of the other.
     */
    List<CommitGroup> apart() {
        if (onlyAppends()) {
            return List.of(this);
        }
        List<CommitGroup> parts = new ArrayList<>();
        Set<Object> named = new HashSet<>();
        int from = 0;
        for (int i = 0; i < entries.size(); i++) {
            List<Object> names = namesIn(entries.get(i).commit());
            if (names.stream().anyMatch(named::contains)) {
                parts.add(part(from, i));
                named.clear();
                from = i;
            }
            named.addAll(names);
        }
        parts.add(part(from, entries.size()));
        return parts;
    }

    private static List<Object> namesIn(Commit commit) {
        List<Object> names = new ArrayList<>(StoredCommands.idsIn(commit));
        commit.progress()
                .map(Progress::claim)
                .ifPresent(claim -> names.add(new Checkpoint(claim.subscription(), claim.partition())));
        return names;
    }

    private record Checkpoint(String subscription, int partition) {}

    /**
     * What the database did with a group: numbers from which every commit's answer follows.
     *
     * @param position the head before the group
     * @param versions for each append, the version of its stream before it
     * @param changes how many changes of queues and outcomes there were until after the group
     * @param leftOut the entries that were left out, by their indexes
     * @param known those of the enqueued commands of the group that the store knew before, by their indexes
     */
    record Written(
            long position, List<Long> versions, long changes, Map<Integer, LeftOut> leftOut, Set<Integer> known) {}

    /**
     * A commit that was left out.
     *
     * @param answer to it, unless it repeats what is stored already; null if that is why it was left out
     * @param before the head that it met: what comes after it in the group lies beyond
     */
    record Refused(Entry entry, @Nullable CommitResult answer, long before) {}

    /** Answers every commit that was stored, and those whose lease is lost; returns the others. */
    List<Refused> answer(Written written) {
        List<Refused> refused = new ArrayList<>();
        long position = written.position();
        int firstAppend = 0;
        int firstEnqueue = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Commit commit = entry.commit();
            switch (written.leftOut().get(i)) {
                case null -> {
                    position += commit.eventCount();
                    entry.answer(new CommitResult.Committed(
                            Position.of(position),
                            versions(commit, written.versions(), firstAppend),
                            known(commit, written.known(), firstEnqueue)));
                }
                case LeftOut.LeaseLost(int lease) ->
                    entry.answer(new CommitResult.LeaseLost(commit.leases().get(lease)));
                case LeftOut.Decided() -> refused.add(new Refused(entry, null, position));
                case LeftOut.Full(int enqueue, long pending) -> {
                    Enqueue full = commit.enqueued().get(enqueue);
                    CommitResult answer = new CommitResult.QueueFull(full.queue(), pending, full.capacity());
                    refused.add(new Refused(entry, answer, position));
                }
                case LeftOut.Conflict() ->
                    refused.add(new Refused(entry, conflict(commit, written.versions(), firstAppend), position));
            }
            firstAppend += commit.appends().size();
            firstEnqueue += commit.enqueued().size();
        }
        return refused;
    }

    private static List<Version> versions(Commit commit, List<Long> versionsBefore, int firstAppend) {
        List<Version> versions = new ArrayList<>(commit.appends().size());
        for (int i = 0; i < commit.appends().size(); i++) {
            int events = commit.appends().get(i).events().size();
            versions.add(Version.of(versionsBefore.get(firstAppend + i) + events));
        }
        return versions;
    }

    private static Set<UUID> known(Commit commit, Set<Integer> known, int firstEnqueue) {
        if (known.isEmpty()) {
            return Set.of();
        }
        Set<UUID> ids = new HashSet<>();
        for (int i = 0; i < commit.enqueued().size(); i++) {
            if (known.contains(firstEnqueue + i)) {
                ids.add(commit.enqueued().get(i).command().header().id());
            }
        }
        return ids;
    }

    private static CommitResult.Conflict conflict(Commit commit, List<Long> versionsBefore, int firstAppend) {
        for (int i = 0; i < commit.appends().size(); i++) {
            Append append = commit.appends().get(i);
            ExpectedVersion expected = append.expected();
            Version actual = Version.of(versionsBefore.get(firstAppend + i));
            if (!expected.accepts(actual)) {
                return new CommitResult.Conflict(append.stream(), expected, actual);
            }
        }
        throw new IllegalStateException(
                "The database reports a conflict where every expected version holds: " + commit);
    }
}
