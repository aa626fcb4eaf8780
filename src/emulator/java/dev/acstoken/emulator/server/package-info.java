/**
 * What a server that stands in for a service on this machine is made of: the HTTP server, its
 * responses, and a key that signs tokens. The emulators are built on it, and the development host
 * is.
 */
@NullMarked
package dev.acstoken.emulator.server;

import org.jspecify.annotations.NullMarked;
