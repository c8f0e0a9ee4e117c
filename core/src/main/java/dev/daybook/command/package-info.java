/** The command side: envelopes, outcomes, and the loop that loads, decides and commits. */
@NullMarked
package dev.daybook.command;

import org.jspecify.annotations.NullMarked;
