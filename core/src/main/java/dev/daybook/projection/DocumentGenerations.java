package dev.daybook.projection;

import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionSetup;
import java.util.OptionalInt;

/** Generations of documents: followed by a subscription each, or inline. */
final class DocumentGenerations<D, E> implements GeneratedReadModel {

    /** Events of one transaction: enough that a document is written once for many of its events. */
    private static final int BATCH = 5_000;

    private final DocumentProjection<D, E> projection;
    private final Projections.Setup setup;
    private final DocumentStore documents;
    private final DocumentFolding<D, E> folding;
    private final String fingerprint;

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

    @Override
    public RunningSubscription fill(Generation generation, OptionalInt throttle) {
        if (projection.isInline()) {
            return InlineGeneration.attach(
                    new InlineDocuments<>(projection.collection(), folding, generation.number()),
                    setup.store(),
                    setup.clock());
        }
        SubscriptionSetup subscription = setup.filling(generation, projection.onFailure())
                .filter(folding.filter())
                .partitions(projection.partitions())
                .batch(BATCH)
                .throttle(throttle);
        return setup.host()
                .run(subscription, new ProjectionHandler<>(folding, documents, generation), documents.subscriptions());
    }
}
