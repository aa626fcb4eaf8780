/** Builds the application once from its settings, and primes a cold instance. */
@NullMarked
package dev.acstoken.app;

import org.jspecify.annotations.NullMarked;
