package dev.daybook.subscription;

import dev.daybook.store.Claim;
import dev.daybook.store.EventStore;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deals with the events of one partition, through failures, and moves its checkpoint. For one thread. */
final class PartitionSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionSteps.class);

    /** How many events kept aside for a key are dealt with at one time. */
    private static final int REPLAYED = 100;

    private final SubscriptionSetup setup;
    private final EventHandler handler;
    private final EventStore log;
    private final SubscriptionStore store;
    private final KeptAside kept;
    private final Interruption interruption;
    private final Claim claim;
    private volatile Position position = Position.START;

    /** How a step waits, and learns that it is not to go on. */
    interface Interruption {

        /**
         * Looks whether the step is to go on.
         *
         * @throws StepLostException if it is not
         */
        void check();

        /** Waits before the next attempt. Throws as {@link #check} does, also meanwhile. */
        void retryLater(int failures, String error);

        /** Gives up until a person resumes the subscription, then throws as {@link #check} does. */
        StepLostException stop(String error);
    }

    /** What all partitions of a subscription have in common. */
    record Common(SubscriptionSetup setup, EventHandler handler, EventStore log, SubscriptionStore store) {}

    PartitionSteps(Common common, Claim claim, KeptAside kept, Interruption interruption) {
        this.setup = common.setup();
        this.handler = common.handler();
        this.log = common.log();
        this.store = common.store();
        this.claim = claim;
        this.kept = kept;
        this.interruption = interruption;
    }

    /** Takes the checkpoint over, and learns what is kept aside. */
    void takeOver() {
        kept.willRetry(); // until it is known
        position = store.claim(claim)
                .orElseThrow(() -> new StepLostException("Partition " + claim.partition() + " of subscription "
                        + claim.subscription() + " cannot be claimed under epoch " + claim.epoch()
                        + ": another node works on it under a later one, or its checkpoint was deleted"));
        kept.load();
    }

    /** Where the checkpoint is. */
    Position position() {
        return position;
    }

    Progress at() {
        return new Progress(claim, position, position);
    }

    /** The move of the checkpoint over events that concern nobody. */
    Progress passing(Position to) {
        return new Progress(claim, position, to);
    }

    void passed(Position to) {
        position = to;
    }

    /**
     * Deals with events in order, up to a position before which nothing else concerns the partition.
     *
     * @throws NoRoomAsideException if one would have to be kept aside and too many are; those before it are dealt with
     */
    void process(List<KeyedEvent> events, Position to) {
        interruption.check();
        List<ParkedEvent> waiting = new ArrayList<>();
        List<KeyedEvent> going = new ArrayList<>();
        for (KeyedEvent event : events) {
            if (kept.holdsUp(event.key())) {
                waiting.add(kept.waiting(event));
            } else {
                going.add(event);
            }
        }
        int room = kept.roomFor(waiting.size());
        if (room < waiting.size()) {
            processBefore(waiting.get(room).position(), events);
            throw new NoRoomAsideException();
        }
        try {
            requireKeys(going); // one that waits behind others of its stream is asked for its key in its turn
            store(
                    new Progress(claim, position, to, waiting, List.of()),
                    going.stream().map(KeyedEvent::event).toList());
            kept.kept(waiting);
        } catch (StoreUnavailableException | StepLostException | NoRoomAsideException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (events.size() == 1) {
                failed(events.getFirst(), to, e);
            } else {
                int half = events.size() / 2;
                process(events.subList(0, half), events.get(half - 1).position());
                process(events.subList(half, events.size()), to);
            }
        }
    }

    private void processBefore(Position end, List<KeyedEvent> events) {
        List<KeyedEvent> before = events.stream()
                .takeWhile(event -> event.position().compareTo(end) < 0)
                .toList();
        if (!before.isEmpty()) {
            process(before, before.getLast().position());
        }
    }

    private void requireKeys(List<KeyedEvent> events) {
        for (KeyedEvent event : events) {
            if (event.error().isPresent()) {
                throw new IllegalStateException(
                        "No key: " + Failures.describe(event.error().get()),
                        event.error().get());
            }
        }
    }

    private void store(Progress progress, List<StoredEvent> events) {
        boolean fits = events.isEmpty() ? store.move(progress) : handler.handle(progress, events);
        if (!fits) {
            throw new StepLostException("Partition " + claim.partition() + " of subscription " + claim.subscription()
                    + " is not at position " + progress.from() + " under epoch " + claim.epoch() + " any more");
        }
        position = progress.to();
    }

    private void failed(KeyedEvent event, Position to, Throwable error) {
        LOG.warn("Subscription {} failed to deal with {}", setup.name(), describe(event.event(), event.key()), error);
        if (setup.onFailure().action() == FailurePolicy.Action.STOP) {
            failedInPlace(event, to, error);
        } else {
            if (kept.roomFor(1) == 0) {
                throw new NoRoomAsideException();
            }
            kept.willRetry();
            List<ParkedEvent> parked = List.of(kept.failed(event, error));
            store(new Progress(claim, position, to, parked, List.of()), List.of());
            kept.kept(parked);
            kept.lookForNext();
        }
    }

    private static String describe(StoredEvent event, String key) {
        return "event " + event.type().name() + " (" + event.id() + ") at position " + event.position() + ", version "
                + event.version() + " of stream " + event.stream() + ", key " + key;
    }

    private void failedInPlace(KeyedEvent event, Position to, Throwable first) {
        Throwable error = first;
        int failures = 1;
        while (true) {
            String what = "It failed " + failures + " times to deal with " + describe(event.event(), event.key()) + ": "
                    + Failures.describe(error);
            if (failures >= setup.onFailure().attempts()) {
                throw interruption.stop(what + ". It stopped before this event: mend the cause and start with it,"
                        + " or call SubscriptionOperations.resume(\"" + setup.name()
                        + "\", …) if nothing is to be started");
            }
            interruption.retryLater(failures, what);
            try {
                store(new Progress(claim, position, to), List.of(event.event()));
                return;
            } catch (StoreUnavailableException | StepLostException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                LOG.warn("Subscription {} failed again, {}", setup.name(), describe(event.event(), event.key()), e);
                error = e;
                failures++;
            }
        }
    }

    /** Tries the first event of a key again, and with it those that wait behind it. */
    void replay(ParkedEvent first) {
        interruption.check();
        List<ParkedEvent> events = store.ofKey(setup.name(), first.key(), REPLAYED);
        if (!events.isEmpty() && events.getFirst().position().equals(first.position())) {
            replay(events);
        }
        kept.mayBeFree(first.key());
        kept.lookForNext();
    }

    private void replay(List<ParkedEvent> events) {
        try {
            List<StoredEvent> stored = events.stream().map(this::load).toList();
            store(new Progress(claim, position, position, List.of(), events), stored);
            kept.freed(events.size());
        } catch (StoreUnavailableException | StepLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (events.size() > 1) {
                replay(events.subList(0, 1));
            } else {
                ParkedEvent failed = kept.failedAgain(events.getFirst(), e);
                LOG.warn(
                        "Subscription {} failed {} times to deal with the event at position {}, key {}, now {}",
                        setup.name(),
                        failed.attempts(),
                        failed.position(),
                        failed.key(),
                        failed.state(),
                        e);
                // freed as well, so that it does not come back if a person has given it up meanwhile
                store(new Progress(claim, position, position, List.of(failed), List.of(failed)), List.of());
                if (failed.state() == ParkedEvent.State.SKIPPED) {
                    kept.freed(1);
                    kept.kept(List.of(failed));
                }
            }
        }
    }

    private StoredEvent load(ParkedEvent parked) {
        Position before = Position.of(parked.position().value() - 1);
        return log.readAll(before, 1).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The log holds no event at position " + parked.position() + ", which was kept aside"));
    }
}
