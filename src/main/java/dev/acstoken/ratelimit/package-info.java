/**
 * Limits requests by what they cost, so that no caller uses up the ACS quota of all, and so that
 * new users and new tokens leave a part of it to refreshes and revocations.
 */
@NullMarked
package dev.acstoken.ratelimit;

import org.jspecify.annotations.NullMarked;
