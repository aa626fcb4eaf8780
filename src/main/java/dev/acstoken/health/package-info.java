/** Checks the settings and dependencies of the service, and reports the results. */
@NullMarked
package dev.acstoken.health;

import org.jspecify.annotations.NullMarked;
