package dev.daybook.testing.contract;

import dev.daybook.store.Claim;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionStore;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows every subscription and moves none. */
final class DoNothingSubscriptions implements SubscriptionStore {

    @Override
    public Known begin(String subscription, int partitions, Position start) {
        return new Known(subscription, Collections.nCopies(partitions, start), false, 0);
    }

    @Override
    public Optional<Known> find(String subscription) {
        return Optional.empty();
    }

    @Override
    public List<Known> all() {
        return List.of();
    }

    @Override
    public Optional<Position> claim(Claim claim) {
        return Optional.of(Position.START);
    }

    @Override
    public boolean move(Progress progress) {
        return true;
    }

    @Override
    public void pass(List<Progress> progresses) {}

    @Override
    public boolean reset(String subscription, Position to, Intervention intervention) {
        return true;
    }

    @Override
    public boolean pause(String subscription, boolean paused) {
        return true;
    }

    @Override
    public boolean pause(String subscription, boolean paused, Intervention intervention) {
        return true;
    }

    @Override
    public void forget(String subscription) {}

    @Override
    public List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit) {
        return List.of();
    }

    @Override
    public long parkedCount(String subscription) {
        return 0;
    }

    @Override
    public Set<String> blockedKeys(String subscription, int partition) {
        return Set.of();
    }

    @Override
    public List<ParkedEvent> due(String subscription, int partition, int limit) {
        return List.of();
    }

    @Override
    public Optional<Position> firstRetrying(String subscription, int attempts) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> ofKey(String subscription, String key, int limit) {
        return List.of();
    }

    @Override
    public boolean retry(String subscription, String key, Intervention intervention) {
        return true;
    }

    @Override
    public List<Position> retryParked(String subscription, Position after, int limit, Intervention intervention) {
        return List.of();
    }

    @Override
    public boolean discard(String subscription, String key, Position position, Intervention intervention) {
        return true;
    }

    @Override
    public int forgetSkipped(Claim claim, int kept, int limit) {
        return 0;
    }

    @Override
    public List<SubscriptionIntervention> interventions(String subscription, int limit) {
        return List.of();
    }

    @Override
    public long revision() {
        return 0;
    }
}
