package dev.daybook.examples.orders.ordering;

import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.Position;

/** Up to which position of the log each read model shows everything, at least. */
@FunctionalInterface
public interface ReadPositions {

    Position of(DocumentProjection<?, ?> projection);
}
