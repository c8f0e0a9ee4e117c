/** What an order is and which rules it follows; pure, known to nothing but the decider's types. */
@NullMarked
package dev.daybook.examples.orders.domain;

import org.jspecify.annotations.NullMarked;
