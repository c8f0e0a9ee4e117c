/** Read models made from the log. The write side never looks here. */
@NullMarked
package dev.daybook.projection;

import org.jspecify.annotations.NullMarked;
