/** A small shop: place, pay, ship and cancel orders over HTTP. */
@NullMarked
package dev.daybook.examples.orders;

import org.jspecify.annotations.NullMarked;
