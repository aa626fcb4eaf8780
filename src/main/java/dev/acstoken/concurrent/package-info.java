/** Thread-safe building blocks that several packages share and the JDK does not have. */
@NullMarked
package dev.acstoken.concurrent;

import org.jspecify.annotations.NullMarked;
