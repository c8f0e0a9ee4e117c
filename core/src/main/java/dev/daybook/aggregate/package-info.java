/** The write side's pure part: deciders, decisions, and aggregates that bind them to streams. */
@NullMarked
package dev.daybook.aggregate;

import org.jspecify.annotations.NullMarked;
