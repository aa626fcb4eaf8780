/** Builds the clients of the Azure SDKs on one shared HTTP client and one shared credential. */
@NullMarked
package dev.acstoken.azure;

import org.jspecify.annotations.NullMarked;
