/**
 * The building blocks of a local server: an HTTP server, its responses, a key that signs tokens,
 * command-line options, and the lock of a folder. The emulators and the development host use them.
 */
@NullMarked
package dev.acstoken.emulator.server;

import org.jspecify.annotations.NullMarked;
