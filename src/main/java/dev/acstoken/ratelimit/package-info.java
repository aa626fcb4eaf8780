/** Limits how often a caller may ask, so that no caller uses up what is there for all. */
@NullMarked
package dev.acstoken.ratelimit;

import org.jspecify.annotations.NullMarked;
