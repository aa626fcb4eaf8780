/** Limits the token requests of each caller, so that no caller uses up the ACS quota of all. */
@NullMarked
package dev.acstoken.ratelimit;

import org.jspecify.annotations.NullMarked;
