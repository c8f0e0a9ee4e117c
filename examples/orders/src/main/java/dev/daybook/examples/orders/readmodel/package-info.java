/** What readers see of orders, made from the events alone. */
@NullMarked
package dev.daybook.examples.orders.readmodel;

import org.jspecify.annotations.NullMarked;
