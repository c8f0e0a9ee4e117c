/** What happens by itself: orders that nobody pays are called off, customers learn that theirs are on the way. */
@NullMarked
package dev.daybook.examples.orders.reaction;

import org.jspecify.annotations.NullMarked;
