/** What tests of applications on Daybook are written with: given/when/then, a settable clock, and a store in memory. */
@NullMarked
package dev.daybook.testing;

import org.jspecify.annotations.NullMarked;
