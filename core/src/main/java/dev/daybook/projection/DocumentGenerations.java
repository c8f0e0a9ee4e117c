package dev.daybook.projection;

import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionSetup;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Generations of documents, each filled by a subscription. What serves of an inline projection changes with the appends instead,
 * of all nodes that have its definition.
 */
final class DocumentGenerations<D, E> implements GeneratedReadModel {

    /** Events of one transaction: enough that a document is written once for many of its events. */
    private static final int BATCH = 5_000;

    private final DocumentProjection<D, E> projection;
    private final Projections.Setup setup;
    private final DocumentStore documents;
    private final DocumentFolding<D, E> folding;
    private final String fingerprint;
    private volatile @Nullable InlineUpkeep upkeep;

    DocumentGenerations(DocumentProjection<D, E> projection, Projections.Setup setup, DocumentStore documents) {
        this.projection = projection;
        this.setup = setup;
        this.documents = documents;
        this.folding = new DocumentFolding<>(projection, setup.catalog(), setup.codec());
        this.fingerprint = projection.fingerprint(setup.catalog());
    }

    StoredDocuments<D> documents() {
        return new StoredDocuments<>(projection, documents, setup.codec());
    }

    Verifier<D, E> verifier(Verifier.RunningAt at) {
        return new Verifier<>(projection, folding, setup.store(), documents, at);
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public WhenChanged whenChanged() {
        return projection.whenChanged();
    }

    @Override
    public Generations generations() {
        return documents.generations();
    }

    @Override
    public SubscriptionStore subscriptions() {
        return documents.subscriptions();
    }

    @Override
    public Generation begin() {
        return documents.generations().begin(projection.collection(), fingerprint);
    }

    @Override
    public void prepare(int generation) {
        documents.prepare(projection.collection(), generation);
    }

    /**
     * All nodes have the appends keep an inline projection up to date from here on, not only when it serves, so that none appends
     * without it in between.
     */
    @Override
    public RunningSubscription fill(Generation generation, OptionalInt throttle) {
        if (isInline()) {
            InlineUpkeep keeping = keepUp();
            if (!generation.isBuilding()) {
                keeping.begin();
                return new InlineGeneration(
                        generation, setup.store(), keeping, setup.clock().instant());
            }
        }
        SubscriptionSetup subscription = setup.filling(generation, onFailure())
                .filter(folding.filter())
                .partitions(isInline() ? 1 : projection.partitions())
                .batch(BATCH)
                .throttle(throttle);
        return setup.host()
                .run(subscription, new ProjectionHandler<>(folding, documents, generation), documents.subscriptions());
    }

    private Optional<FailurePolicy> onFailure() {
        return projection.hasIndependentKeys()
                ? projection.onFailure()
                : projection.onFailure().or(() -> Optional.of(setup.stopping()));
    }

    /** Called by one thread at a time. */
    private InlineUpkeep keepUp() {
        InlineUpkeep known = upkeep;
        if (known != null) {
            return known;
        }
        InlineUpkeep begun = InlineUpkeep.attach(
                new InlineDocuments<>(projection.collection(), fingerprint, folding), setup.store());
        upkeep = begun;
        return begun;
    }

    @Override
    public boolean isInline() {
        return projection.isInline();
    }

    @Override
    public boolean swap(int generation) {
        return isInline() ? keepUp().swap(generation) : documents.generations().swap(name(), generation);
    }

    @Override
    public boolean tend() {
        InlineUpkeep known = upkeep;
        return known != null && known.tend();
    }

    @Override
    public void close() {
        InlineUpkeep known = upkeep;
        if (known != null) {
            known.close();
        }
    }
}
