/** How often a caller may ask, so that one cannot use up what is there for all. */
@NullMarked
package dev.acstoken.limits;

import org.jspecify.annotations.NullMarked;
