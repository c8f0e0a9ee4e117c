package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The store of a node that freezes when it commits its first decisions: its commit stands still, and so do its signs of life. */
final class FreezingStore extends ForwardingStore {

    private final Gate gate = new Gate();
    private final CountDownLatch silent = new CountDownLatch(1);
    private final List<CommitResult> late = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;

    FreezingStore(EventStore store) {
        super(store);
    }

    /** Until a commit stands still, and so does a sign of life that came after it. */
    void awaitFrozen() throws InterruptedException {
        gate.awaitArrival();
        assertThat(silent.await(Accounts.PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    void wake() {
        gate.open();
    }

    /** What became of the commits that stood still. */
    List<CommitResult> late() {
        return late;
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        if (frozen || commits.getFirst().outcomes().isEmpty()) {
            return super.commit(commits);
        }
        frozen = true;
        gate.pass();
        List<CommitResult> results = super.commit(commits);
        late.addAll(results);
        return results;
    }

    @Override
    public LeaseStore leases() {
        return new FreezingLeases(super.leases());
    }

    private final class FreezingLeases implements LeaseStore {
        private final LeaseStore leases;

        FreezingLeases(LeaseStore leases) {
            this.leases = leases;
        }

        private LeaseStore whenAwake() {
            if (frozen) {
                silent.countDown();
                gate.pass();
            }
            return leases;
        }

        @Override
        public Membership heartbeat(String node, Duration ttl) {
            return whenAwake().heartbeat(node, ttl);
        }

        @Override
        public Set<String> held() {
            return whenAwake().held();
        }

        @Override
        public List<Lease> acquire(String node, Collection<String> names, int limit) {
            return whenAwake().acquire(node, names, limit);
        }

        @Override
        public void release(String node, Collection<Lease> held) {
            whenAwake().release(node, held);
        }

        @Override
        public void leave(String node) {
            whenAwake().leave(node);
        }
    }
}
