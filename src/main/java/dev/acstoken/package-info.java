/** The ACS token endpoint: settings and the composition root. */
@NullMarked
package dev.acstoken;

import org.jspecify.annotations.NullMarked;
