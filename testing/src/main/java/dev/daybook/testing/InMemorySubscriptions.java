package dev.daybook.testing;

import dev.daybook.store.Claim;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore.Known;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How far subscriptions have come, and what they have kept aside. Not safe for use by many threads. */
final class InMemorySubscriptions {

    private static final Comparator<String> AS_DATABASES_DO =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<ParkedEvent> BY_KEY =
            Comparator.comparing(ParkedEvent::key, AS_DATABASES_DO).thenComparing(ParkedEvent::position);

    private static final class Partition {
        private Position position;
        private long epoch;

        Partition(Position position) {
            this.position = position;
        }
    }

    private static final class Subscription {
        private final List<Partition> partitions = new ArrayList<>();
        private final TreeSet<ParkedEvent> parked = new TreeSet<>(BY_KEY);
        private boolean paused;
        private long revision;
    }

    private final TreeMap<String, Subscription> subscriptions = new TreeMap<>(AS_DATABASES_DO);
    private long revision;

    Known begin(String name, int partitions, Position start) {
        Subscription subscription = subscriptions.computeIfAbsent(name, unknown -> {
            Subscription made = new Subscription();
            for (int partition = 0; partition < partitions; partition++) {
                made.partitions.add(new Partition(start));
            }
            return made;
        });
        return known(name, subscription);
    }

    private static Known known(String name, Subscription subscription) {
        List<Position> checkpoints = subscription.partitions.stream()
                .map(partition -> partition.position)
                .toList();
        return new Known(name, checkpoints, subscription.paused, subscription.revision);
    }

    Optional<Known> find(String name) {
        return Optional.ofNullable(subscriptions.get(name)).map(found -> known(name, found));
    }

    List<Known> all() {
        List<Known> all = new ArrayList<>();
        subscriptions.forEach((name, subscription) -> all.add(known(name, subscription)));
        return all;
    }

    Optional<Position> claim(Claim claim) {
        Optional<Partition> claimed = partition(claim).filter(found -> found.epoch <= claim.epoch());
        claimed.ifPresent(partition -> partition.epoch = claim.epoch());
        return claimed.map(partition -> partition.position);
    }

    private Optional<Partition> partition(Claim claim) {
        return Optional.ofNullable(subscriptions.get(claim.subscription()))
                .filter(found -> claim.partition() < found.partitions.size())
                .map(found -> found.partitions.get(claim.partition()));
    }

    /** Whether the progress fits, so that {@link #move} would store it. */
    boolean fits(Progress progress) {
        Claim claim = progress.claim();
        return partition(claim)
                        .filter(found -> found.epoch == claim.epoch() && found.position.equals(progress.from()))
                        .isPresent()
                && subscription(claim.subscription()).parked.containsAll(progress.freed());
    }

    /** Stores the progress, or changes nothing and returns false if it does not fit. */
    boolean move(Progress progress) {
        if (!fits(progress)) {
            return false;
        }
        partition(progress.claim()).orElseThrow().position = progress.to();
        Subscription subscription = subscription(progress.claim().subscription());
        progress.freed().forEach(subscription.parked::remove);
        for (ParkedEvent event : progress.parked()) {
            replace(subscription, inMicroseconds(event));
        }
        Stream.concat(progress.parked().stream(), progress.freed().stream())
                .map(ParkedEvent::key)
                .distinct()
                .forEach(key -> promote(subscription, key));
        return true;
    }

    /** Moves the checkpoint of a subscription that has only one, whoever claims it. */
    void moveOnly(String name, Position to) {
        subscription(name).partitions.getFirst().position = to;
    }

    private Subscription subscription(String name) {
        return subscriptions.getOrDefault(name, new Subscription());
    }

    private static void replace(Subscription subscription, ParkedEvent event) {
        subscription.parked.remove(event);
        subscription.parked.add(event);
    }

    private static ParkedEvent inMicroseconds(ParkedEvent event) {
        return new ParkedEvent(
                event.subscription(),
                event.partition(),
                event.key(),
                event.position(),
                event.state(),
                event.attempts(),
                event.error(),
                event.parkedAt().truncatedTo(ChronoUnit.MICROS),
                event.retryAt().map(time -> time.truncatedTo(ChronoUnit.MICROS)));
    }

    private static void promote(Subscription subscription, String key) {
        holdingUp(subscription, key)
                .findFirst()
                .filter(first -> first.state() == State.WAITING)
                .ifPresent(first -> replace(subscription, triedAtOnce(first, first.attempts())));
    }

    private static ParkedEvent triedAtOnce(ParkedEvent event, int attempts) {
        return new ParkedEvent(
                event.subscription(),
                event.partition(),
                event.key(),
                event.position(),
                State.RETRYING,
                attempts,
                event.error(),
                event.parkedAt(),
                Optional.of(event.parkedAt()));
    }

    private static Stream<ParkedEvent> holdingUp(Subscription subscription, String key) {
        return subscription.parked.stream()
                .filter(event -> event.state() != State.SKIPPED && event.key().equals(key));
    }

    boolean reset(String name, Position to) {
        return changing(name, subscription -> {
            subscription.partitions.forEach(partition -> partition.position = to);
            subscription.parked.clear();
            return true;
        });
    }

    boolean pause(String name, boolean paused) {
        return changing(name, subscription -> {
            subscription.paused = paused;
            return true;
        });
    }

    void forget(String name) {
        subscriptions.remove(name);
        revision++;
    }

    boolean retry(String name, String key) {
        return changing(name, subscription -> {
            Optional<ParkedEvent> first = holdingUp(subscription, key).findFirst();
            first.ifPresent(event -> replace(subscription, triedAtOnce(event, 0)));
            return first.isPresent();
        });
    }

    List<Position> retryParked(String name, Position after, int limit) {
        List<ParkedEvent> parked = subscription(name).parked.stream()
                .filter(event ->
                        event.state() == State.PARKED && event.position().compareTo(after) > 0)
                .sorted(Comparator.comparing(ParkedEvent::position))
                .limit(limit)
                .toList();
        boolean unused = changing(name, subscription -> {
            parked.forEach(event -> replace(subscription, triedAtOnce(event, 0)));
            return !parked.isEmpty();
        });
        return parked.stream().map(ParkedEvent::position).toList();
    }

    boolean discard(String name, String key, Position position) {
        return changing(name, subscription -> {
            boolean isGone = subscription.parked.removeIf(
                    event -> event.key().equals(key) && event.position().equals(position));
            promote(subscription, key);
            return isGone;
        });
    }

    private boolean changing(String name, Predicate<Subscription> action) {
        Subscription subscription = subscriptions.get(name);
        if (subscription == null || !action.test(subscription)) {
            return false;
        }
        subscription.revision++;
        revision++;
        return true;
    }

    List<ParkedEvent> parked(String name, Optional<ParkedEvent> after, int limit) {
        return subscription(name).parked.stream()
                .filter(event -> after.isEmpty() || BY_KEY.compare(event, after.get()) > 0)
                .limit(limit)
                .toList();
    }

    long parkedCount(String name) {
        return subscription(name).parked.stream()
                .filter(event -> event.state() != State.SKIPPED)
                .count();
    }

    Set<String> blockedKeys(String name, int partition) {
        Set<String> keys = new HashSet<>();
        for (ParkedEvent event : subscription(name).parked) {
            if (event.partition() == partition && event.state() != State.SKIPPED) {
                keys.add(event.key());
            }
        }
        return keys;
    }

    List<ParkedEvent> due(String name, int partition, int limit) {
        return subscription(name).parked.stream()
                .filter(event -> event.partition() == partition && event.state() == State.RETRYING)
                .filter(event ->
                        holdingUp(subscription(name), event.key()).findFirst().equals(Optional.of(event)))
                .sorted(Comparator.comparing(
                                (ParkedEvent event) -> event.retryAt().orElseThrow())
                        .thenComparing(ParkedEvent::position))
                .limit(limit)
                .toList();
    }

    Optional<Position> firstRetrying(String name, int attempts) {
        return subscription(name).parked.stream()
                .filter(event -> event.state() == State.RETRYING && event.attempts() < attempts)
                .map(ParkedEvent::position)
                .min(Position::compareTo);
    }

    List<ParkedEvent> ofKey(String name, String key, int limit) {
        return holdingUp(subscription(name), key).limit(limit).toList();
    }

    int forgetSkipped(Claim claim, int kept, int limit) {
        if (partition(claim).filter(found -> found.epoch == claim.epoch()).isEmpty()) {
            return 0;
        }
        TreeSet<ParkedEvent> parked = subscription(claim.subscription()).parked;
        List<ParkedEvent> forgotten = parked.stream()
                .filter(event -> event.partition() == claim.partition() && event.state() == State.SKIPPED)
                .sorted(Comparator.comparing(ParkedEvent::position).reversed())
                .skip(kept)
                .limit(limit)
                .toList();
        forgotten.forEach(parked::remove);
        return forgotten.size();
    }

    /** Something was done to what belongs to subscriptions. */
    void grow() {
        revision++;
    }

    long revision() {
        return revision;
    }
}
