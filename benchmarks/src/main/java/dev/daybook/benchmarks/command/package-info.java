/** The commands that every contender carries out: the same content for all of them. */
@NullMarked
package dev.daybook.benchmarks.command;

import org.jspecify.annotations.NullMarked;
