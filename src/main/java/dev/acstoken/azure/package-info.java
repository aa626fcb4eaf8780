/** Builds the Azure SDK clients, once each, on one HTTP client and one credential. */
@NullMarked
package dev.acstoken.azure;

import org.jspecify.annotations.NullMarked;
