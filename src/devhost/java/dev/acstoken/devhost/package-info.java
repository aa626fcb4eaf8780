/**
 * The development host runs everything on one machine: the functions over HTTP, as the Functions
 * host and its Java worker serve them, a local OpenID Connect issuer, Azurite, the ACS emulator and
 * the console. It uses the product and the emulator, but no tests.
 *
 * <p>Three things differ from the Functions host.
 *
 * <ul>
 *   <li>A function with {@code authLevel = ADMIN} needs the master key there. Here it needs none,
 *       but the caller must be a program on this machine. Other callers get the same 401. Keys are
 *       ignored, and so is {@code authLevel = FUNCTION}.
 *   <li>The limits for the headers count one space before each value, however many were sent.
 *   <li>One request never reaches a function here: one with a query that {@link java.net.URI}
 *       cannot parse, such as {@code ?a=|b}. The JDK's server refuses it.
 * </ul>
 */
@NullMarked
package dev.acstoken.devhost;

import org.jspecify.annotations.NullMarked;
