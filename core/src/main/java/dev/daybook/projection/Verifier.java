package dev.daybook.projection;

import dev.daybook.projection.VerificationResult.Difference;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Compares a generation with a fresh fold of the log, some of its documents at a time so that memory is bounded. Documents that
 * differ are looked at again after the fold and the generation have both gone on, since they are followed meanwhile; each is
 * judged alone, so that one that changes all the time hides no other. For one thread.
 */
final class Verifier<D, E> {

    private static final int DOCUMENTS_AT_A_TIME = 100_000;
    private static final int PAGE = 2_000;
    private static final int FEWEST_LOOKS = 2;
    private static final int MOST_LOOKS = 20;

    private final DocumentProjection<D, E> projection;
    private final DocumentFolding<D, E> folding;
    private final EventStore events;
    private final DocumentStore documents;
    private final int generation;
    private final Caught caughtUp;
    private final List<Difference> differences = new ArrayList<>();
    private final Set<String> undecided = new TreeSet<>();
    private long compared;
    private Position position = Position.START;

    /** Waits until the generation has got to a position. */
    @FunctionalInterface
    interface Caught {
        void upTo(Position position);
    }

    Verifier(
            DocumentProjection<D, E> projection,
            DocumentFolding<D, E> folding,
            EventStore events,
            DocumentStore documents,
            RunningAt at) {
        this.projection = projection;
        this.folding = folding;
        this.events = events;
        this.documents = documents;
        this.generation = at.generation();
        this.caughtUp = at.caughtUp();
    }

    /** Which generation is verified, and how to wait for it. */
    record RunningAt(int generation, Caught caughtUp) {}

    VerificationResult verify(Verification scope) {
        long all = Math.max(
                1,
                documents
                        .count(DocumentQuery.of(projection.name(), 1), Long.MAX_VALUE)
                        .documents());
        long wanted = Math.min(all, scope.documents());
        int groups = (int) Math.ceilDiv(all, Math.min(wanted, DOCUMENTS_AT_A_TIME));
        long chosen = scope.documents() >= all ? groups : Math.min(groups, Math.ceilDiv(wanted * groups, all));
        int first = ThreadLocalRandom.current().nextInt(groups);
        for (int i = 0; i < chosen; i++) {
            compare(new Group(groups, (first + i) % groups));
        }
        return new VerificationResult(
                generation,
                position,
                compared,
                differences.stream().limit(VerificationResult.MOST_DIFFERENCES).toList(),
                undecided.stream().limit(VerificationResult.MOST_DIFFERENCES).toList());
    }

    /** Some of the keys, without rule. */
    private record Group(int groups, int number) {
        boolean contains(String key) {
            CRC32 crc = new CRC32();
            crc.update(key.getBytes(StandardCharsets.UTF_8));
            return crc.getValue() % groups == number;
        }
    }

    private void compare(Group group) {
        FoldState<D> fold = folding.newState(DocumentSource.none());
        Position reached = foldToTheEnd(Position.START, fold, group);
        caughtUp.upTo(reached);
        Set<String> suspects = differing(fold, group);
        Map<String, Difference> before = Map.of();
        for (int look = 1; look <= MOST_LOOKS && !suspects.isEmpty(); look++) {
            reached = foldToTheEnd(reached, fold, group);
            caughtUp.upTo(reached);
            Map<String, Difference> now = differences(suspects, fold);
            if (look >= FEWEST_LOOKS) {
                report(now, before, reached);
            }
            suspects = Set.copyOf(now.keySet());
            before = now;
        }
        undecided.addAll(suspects);
        position = reached;
    }

    private Map<String, Difference> differences(Set<String> keys, FoldState<D> fold) {
        Map<String, Document> stored = documents.load(projection.name(), generation, keys);
        Map<String, Difference> found = new TreeMap<>();
        for (String key : keys) {
            Document there = stored.get(key);
            Document expected = expected(fold, key);
            if (!Objects.equals(there, expected)) {
                found.put(key, new Difference(key, Optional.ofNullable(there), Optional.ofNullable(expected)));
            }
        }
        return found;
    }

    /** Takes out and notes those that no event on its way can explain. */
    private void report(Map<String, Difference> now, Map<String, Difference> before, Position upTo) {
        now.values().removeIf(difference -> {
            boolean wrong = isNotAfter(difference.stored(), upTo) || difference.equals(before.get(difference.key()));
            if (wrong) {
                differences.add(difference);
            }
            return wrong;
        });
    }

    private static boolean isNotAfter(Optional<Document> stored, Position position) {
        return stored.isPresent() && stored.get().updated().compareTo(position) <= 0;
    }

    private Position foldToTheEnd(Position from, FoldState<D> fold, Group group) {
        Position end = events.head();
        Position at = from;
        while (at.compareTo(end) < 0) {
            EventPage page = events.readAll(at, PAGE, folding.filter());
            folding.foldInto(fold, page.events(), group::contains, new HashSet<>());
            at = page.reached();
        }
        return at;
    }

    private Set<String> differing(FoldState<D> fold, Group group) {
        Map<String, Boolean> seen = new HashMap<>();
        Set<String> differing = new TreeSet<>();
        Optional<String> after = Optional.empty();
        List<Document> page = documents.scan(projection.name(), generation, after, PAGE);
        while (!page.isEmpty()) {
            for (Document document : page) {
                if (group.contains(document.key())) {
                    seen.put(document.key(), true);
                    if (!document.equals(expected(fold, document.key()))) {
                        differing.add(document.key());
                    }
                }
            }
            after = Optional.of(page.getLast().key());
            page = documents.scan(projection.name(), generation, after, PAGE);
        }
        fold.documents().forEach((key, current) -> {
            if (current.value() != null && !seen.containsKey(key)) {
                differing.add(key);
                seen.put(key, true);
            }
        });
        compared += seen.size();
        return differing;
    }

    private @Nullable Document expected(FoldState<D> fold, String key) {
        Current<D> current = fold.documents().get(key);
        return current == null || current.value() == null ? null : folding.toDocument(key, current);
    }
}
