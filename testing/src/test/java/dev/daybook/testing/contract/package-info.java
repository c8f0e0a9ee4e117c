/** The contract suite held against the store in memory, and against one that does nothing. */
@NullMarked
package dev.daybook.testing.contract;

import org.jspecify.annotations.NullMarked;
