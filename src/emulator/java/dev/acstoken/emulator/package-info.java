/**
 * An emulator of the Azure Communication Services Identity API, good enough for the real SDKs.
 *
 * <p>{@link dev.acstoken.emulator.AcsEmulator} serves HTTPS on loopback, checks access keys and
 * Entra tokens the way the service does, keeps identities in memory, issues real JWTs that end when
 * they are revoked, fails on demand and counts what happened. {@link
 * dev.acstoken.emulator.ManagedIdentityEndpoint} stands in for the endpoint that gives an Azure app
 * its Entra tokens. The package uses nothing else of this project.
 */
@NullMarked
package dev.acstoken.emulator;

import org.jspecify.annotations.NullMarked;
