package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Duplicate;
import dev.daybook.store.Position;
import dev.daybook.store.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A commit whose caller was told that it is stored.
 *
 * @param commit its id
 * @param position of its last event
 * @param versions of its streams after it
 */
record Acknowledged(String commit, long position, Map<String, Long> versions) {

    /** What a result acknowledges; empty if it is not that of a stored commit. */
    static Optional<Acknowledged> of(Commit commit, CommitResult result) {
        return switch (result) {
            case Committed committed -> Optional.of(of(commit, committed.position(), committed.versions()));
            case Duplicate(Position position, List<Version> versions) -> Optional.of(of(commit, position, versions));
            case CommitResult.Conflict conflict -> Optional.empty();
            case CommitResult.AlreadyDecided decided -> Optional.empty();
            case CommitResult.LeaseLost lost -> Optional.empty();
            case CommitResult.ProgressLost lost -> Optional.empty();
            case CommitResult.QueueFull full -> Optional.empty();
            case CommitResult.Failed failed -> Optional.empty();
        };
    }

    private static Acknowledged of(Commit commit, Position position, List<Version> versions) {
        Map<String, Long> byStream = new TreeMap<>();
        for (int i = 0; i < versions.size(); i++) {
            Append append = commit.appends().get(i);
            byStream.put(append.stream().toString(), versions.get(i).value());
        }
        return new Acknowledged(Workload.idOf(commit), position.value(), byStream);
    }

    /** Reads what {@link #toLine()} wrote. */
    static Acknowledged parse(String line) {
        List<String> words = List.of(line.split(" ", -1));
        Map<String, Long> versions = new TreeMap<>();
        for (String pair : words.subList(2, words.size())) {
            int at = pair.indexOf('=');
            versions.put(pair.substring(0, at), Long.valueOf(pair.substring(at + 1)));
        }
        return new Acknowledged(words.get(0), Long.parseLong(words.get(1)), versions);
    }

    String toLine() {
        StringBuilder line = new StringBuilder(commit).append(' ').append(position);
        versions.forEach(
                (stream, version) -> line.append(' ').append(stream).append('=').append(version));
        return line.toString();
    }
}
