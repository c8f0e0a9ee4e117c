/**
 * The suite that every {@link dev.daybook.store.EventStore} passes, on every engine, in every build. A store's tests hold one
 * subclass of {@link dev.daybook.testing.contract.EventStoreContract}.
 */
@NullMarked
package dev.daybook.testing.contract;

import org.jspecify.annotations.NullMarked;
