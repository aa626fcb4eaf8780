/**
 * The parts of a program that stands in for a service on this machine: its HTTP server, its
 * responses, a key that signs tokens, and its command-line options. The emulators and the
 * development host are built from them.
 */
@NullMarked
package dev.acstoken.emulator.server;

import org.jspecify.annotations.NullMarked;
