@NullMarked
package dev.daybook.subscription;

import org.jspecify.annotations.NullMarked;
