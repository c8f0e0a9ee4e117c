/** Requests that change orders: they send commands and never look at read models. */
@NullMarked
package dev.daybook.examples.orders.web.write;

import org.jspecify.annotations.NullMarked;
