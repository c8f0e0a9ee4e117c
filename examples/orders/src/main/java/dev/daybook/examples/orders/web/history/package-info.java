/** The audit of an order: what the log holds of it, as it was recorded, and what it was by then. */
@NullMarked
package dev.daybook.examples.orders.web.history;

import org.jspecify.annotations.NullMarked;
