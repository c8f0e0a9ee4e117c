/**
 * The lowest level: streams, versions, positions, serialized events, and the {@link dev.daybook.store.EventStore} port
 * that databases implement. Nothing here knows SQL or the types of a domain.
 */
@NullMarked
package dev.daybook.store;

import org.jspecify.annotations.NullMarked;
