/** Puts the bounded context together: where it keeps its events, its one aggregate, its two read models. */
@NullMarked
package dev.daybook.examples.orders.ordering;

import org.jspecify.annotations.NullMarked;
