/** Builds the application from its settings, once, and primes a cold instance. */
@NullMarked
package dev.acstoken.app;

import org.jspecify.annotations.NullMarked;
