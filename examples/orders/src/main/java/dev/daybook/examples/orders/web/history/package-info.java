/** The audit of an order: what the log holds of it, as it was recorded. */
@NullMarked
package dev.daybook.examples.orders.web.history;

import org.jspecify.annotations.NullMarked;
