/**
 * The write side's pure part: deciders, decisions, and aggregates that bind them to streams; and the states that their streams
 * lead to, now and at any earlier time.
 */
@NullMarked
package dev.daybook.aggregate;

import org.jspecify.annotations.NullMarked;
