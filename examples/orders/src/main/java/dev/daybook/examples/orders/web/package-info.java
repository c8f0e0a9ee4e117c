/** What all HTTP requests share: correlation ids, the limit of bodies, and errors as problem details (RFC 9457). */
@NullMarked
package dev.daybook.examples.orders.web;

import org.jspecify.annotations.NullMarked;
