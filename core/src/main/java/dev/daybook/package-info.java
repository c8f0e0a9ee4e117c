/** The root of Daybook: the exceptions every level shares. */
@NullMarked
package dev.daybook;

import org.jspecify.annotations.NullMarked;
