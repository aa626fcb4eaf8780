/**
 * The development host: the functions over HTTP as the Functions host and its Java worker serve
 * them, a local OpenID Connect issuer and Azurite, everything on loopback.
 */
@NullMarked
package dev.acstoken.devhost;

import org.jspecify.annotations.NullMarked;
