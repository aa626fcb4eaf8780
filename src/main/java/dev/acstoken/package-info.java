/** The ACS token endpoint: the composition root. */
@NullMarked
package dev.acstoken;

import org.jspecify.annotations.NullMarked;
