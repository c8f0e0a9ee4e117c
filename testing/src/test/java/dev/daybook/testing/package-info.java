/** Tests of what tests are written with. */
@NullMarked
package dev.daybook.testing;

import org.jspecify.annotations.NullMarked;
