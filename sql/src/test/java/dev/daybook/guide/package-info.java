/** The code that the README and the guide show, compiled and run. */
@NullMarked
package dev.daybook.guide;

import org.jspecify.annotations.NullMarked;
