/** Checks what the service depends on, and reports what the checks found. */
@NullMarked
package dev.acstoken.health;

import org.jspecify.annotations.NullMarked;
