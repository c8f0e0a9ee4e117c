package dev.daybook.testing.contract;

import dev.daybook.store.Claim;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What tests of documents have in common: a collection of orders, written by one subscription. */
abstract class DocumentFixture extends StoreFixture {

    static final String ORDERS = "orders";

    DocumentFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** What a step changes in the first generation of the orders. */
    record Batch(long from, long to, List<Document> puts, Set<String> deletes) {}

    static Batch batch(long from, long to, List<Document> puts, Set<String> deletes) {
        return new Batch(from, to, puts, deletes);
    }

    /** The store with the collection of orders, ready to be written by {@link #write}. */
    static DocumentStore prepared(EventStore store, DocumentCollection orders) {
        DocumentStore documents = store.documents();
        documents.prepare(orders, 1);
        claim(documents, 1);
        return documents;
    }

    static void claim(DocumentStore documents, int generation) {
        SubscriptionStore subscriptions = documents.subscriptions();
        Claim claim = claimOf(generation);
        subscriptions.begin(claim.subscription(), 1, Position.START);
        subscriptions.claim(claim);
    }

    static Claim claimOf(int generation) {
        return new Claim(Generation.subscription(ORDERS, generation), 0, 1);
    }

    static boolean write(DocumentStore documents, Batch batch) {
        return write(documents, 1, batch);
    }

    static boolean write(DocumentStore documents, int generation, Batch batch) {
        Progress progress = new Progress(claimOf(generation), Position.of(batch.from()), Position.of(batch.to()));
        return documents.write(
                progress, List.of(new DocumentChanges(ORDERS, generation, batch.puts(), batch.deletes())));
    }

    static Position checkpoint(DocumentStore documents) {
        return documents
                .subscriptions()
                .find(Generation.subscription(ORDERS, 1))
                .map(known -> known.checkpoints().getFirst())
                .orElse(Position.START);
    }

    static Document document(String key, long position, String data) {
        return new Document(key, Position.of(position), Position.of(position), data);
    }
}
