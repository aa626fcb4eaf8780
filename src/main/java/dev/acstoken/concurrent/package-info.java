/** Thread-safe building blocks that the JDK lacks and several packages share. */
@NullMarked
package dev.acstoken.concurrent;

import org.jspecify.annotations.NullMarked;
