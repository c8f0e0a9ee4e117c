package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /** The entries from an index to an index. */
    CommitGroup part(int from, int to) {
        return new CommitGroup(entries.subList(from, to));
    }

    /** What the database did with a group: numbers from which every commit's answer follows. */
    record Written(long position, List<Long> versions, Set<Integer> conflicts) {}

    /**
     * A commit that was left out.
     *
     * @param conflict its answer, unless it repeats what is stored already
     * @param before the head that it met: what comes after it in the group lies beyond
     */
    record Conflicted(Entry entry, CommitResult.Conflict conflict, long before) {}

    /**
     * Answers every commit that was stored; returns the others.
     *
     * @param written the head before the group; for each append the version of its stream before it; the indexes of the
     *     entries that were left out
     */
    List<Conflicted> answer(Written written) {
        List<Conflicted> conflicted = new ArrayList<>();
        long position = written.position();
        int firstAppend = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (written.conflicts().contains(i)) {
                conflicted.add(
                        new Conflicted(entry, conflict(entry.commit(), written.versions(), firstAppend), position));
            } else {
                position += entry.commit().eventCount();
                entry.answer(committed(entry.commit(), written.versions(), firstAppend, position));
            }
            firstAppend += entry.commit().appends().size();
        }
        return conflicted;
    }

    private static CommitResult committed(Commit commit, List<Long> versionsBefore, int firstAppend, long position) {
        List<Version> versions = new ArrayList<>(commit.appends().size());
        for (int i = 0; i < commit.appends().size(); i++) {
            int events = commit.appends().get(i).events().size();
            versions.add(Version.of(versionsBefore.get(firstAppend + i) + events));
        }
        return new CommitResult.Committed(Position.of(position), versions);
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
