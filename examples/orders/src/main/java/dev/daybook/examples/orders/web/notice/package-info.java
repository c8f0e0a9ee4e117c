/** What the shop has told its customers. */
@NullMarked
package dev.daybook.examples.orders.web.notice;

import org.jspecify.annotations.NullMarked;
