/**
 * The development host runs everything on one machine: the functions over HTTP, as the Functions
 * host and its Java worker serve them, a local OpenID Connect issuer, Azurite, the ACS emulator and
 * the console. It uses the product and the emulator, but no tests.
 *
 * <p>One request never reaches a function here, unlike in the Functions host: one with a query that
 * {@link java.net.URI} cannot parse, such as {@code ?a=|b}. The JDK's server refuses it.
 */
@NullMarked
package dev.acstoken.devhost;

import org.jspecify.annotations.NullMarked;
