/**
 * The development host: the functions over HTTP as the Functions host and its Java worker serve
 * them, a local OpenID Connect issuer, Azurite and the console, everything on one machine. It uses
 * the product and the emulator, and no test.
 */
@NullMarked
package dev.acstoken.devhost;

import org.jspecify.annotations.NullMarked;
