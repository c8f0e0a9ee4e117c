package dev.daybook.context;

import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generations;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Documents whose generations and checkpoints refuse some calls while a test wants it so. */
final class TroubledDocuments {

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final Set<String> refusedThreads = ConcurrentHashMap.newKeySet();
    private final Generations generations;
    private final SubscriptionStore subscriptions;
    private final DocumentStore documents;

    TroubledDocuments(DocumentStore documents) {
        this.generations = troubled(Generations.class, documents.generations());
        this.subscriptions = troubled(SubscriptionStore.class, documents.subscriptions());
        this.documents = troubled(DocumentStore.class, documents);
    }

    DocumentStore documents() {
        return documents;
    }

    /** Calls of this method fail from now on. */
    void refuse(String method) {
        refused.add(method);
    }

    /** Calls of this method throw an Error from now on. */
    void breakDown(String method) {
        broken.add(method);
    }

    /** Calls of this method answer false from now on. */
    void deny(String method) {
        denied.add(method);
    }

    void allow(String method) {
        refused.remove(method);
        broken.remove(method);
        denied.remove(method);
    }

    int refusals() {
        return refusals.get();
    }

    /** Whether a thread of this name was refused something. */
    boolean hasRefused(String thread) {
        return refusedThreads.contains(thread);
    }

    private <T> T troubled(Class<T> type, T untroubled) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (refused.contains(method.getName())) {
                        refusals.incrementAndGet();
                        refusedThreads.add(Thread.currentThread().getName());
                        throw new StoreUnavailableException(
                                "Not now: " + method.getName(), StoreUnavailableException.Outcome.NOT_STORED);
                    }
                    if (broken.contains(method.getName())) {
                        refusedThreads.add(Thread.currentThread().getName());
                        throw new LinkageError("Broken: " + method.getName());
                    }
                    if (denied.contains(method.getName())) {
                        return false;
                    }
                    if (type == DocumentStore.class && method.getName().equals("generations")) {
                        return generations;
                    }
                    if (type == DocumentStore.class && method.getName().equals("subscriptions")) {
                        return subscriptions;
                    }
                    try {
                        return method.invoke(untroubled, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
