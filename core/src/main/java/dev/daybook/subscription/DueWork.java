package dev.daybook.subscription;

import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the handler of one partition does by the clock, and when next. For one thread. */
final class DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

    private final PartitionSteps.Common common;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private Optional<Instant> next = Optional.empty();
    private PartitionRunner.Standing standing = PartitionRunner.Standing.WELL;
    private int failures;

    DueWork(PartitionSteps.Common common, InstantSource clock) {
        this.common = common;
        this.clock = clock;
    }

    /** The partition was taken over: something may be due. */
    void begin() {
        next = Optional.of(Instant.MIN);
    }

    Optional<Instant> next() {
        return next;
    }

    boolean isTime() {
        return next.filter(time -> !time.isAfter(clock.instant())).isPresent();
    }

    PartitionRunner.Standing standing() {
        return standing;
    }

    /** Has the handler do what is due; what fails is tried again later. */
    void run(Progress at) {
        try {
            next = common.handler().onTime(at);
            failures = 0;
            standing = PartitionRunner.Standing.WELL;
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failures++;
            Duration pause = common.setup().onFailure().backoff().after(failures, random);
            LOG.warn(
                    "Subscription {} failed to do what is due, again in {}",
                    common.setup().name(),
                    pause,
                    e);
            next = Optional.of(clock.instant().plus(pause));
            standing = new PartitionRunner.Standing(
                    SubscriptionStatus.State.RETRYING,
                    Optional.of("It failed " + failures + " times to do what is due: " + Failures.describe(e)));
        }
    }
}
