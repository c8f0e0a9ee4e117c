/** Following the log: named, in order, from a checkpoint, through failures. */
@NullMarked
package dev.daybook.subscription;

import org.jspecify.annotations.NullMarked;
