/** A bounded context as a whole: what it consists of, checked, started and stopped together. */
@NullMarked
package dev.daybook.context;

import org.jspecify.annotations.NullMarked;
