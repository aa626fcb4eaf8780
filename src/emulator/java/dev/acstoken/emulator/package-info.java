/**
 * An emulator of the Azure Communication Services Identity API that works with the real SDKs.
 *
 * <p>{@link dev.acstoken.emulator.AcsEmulator} serves HTTPS on loopback. It checks access keys and
 * Entra tokens as the service does, keeps identities in memory, issues JWTs that become invalid
 * when they are revoked, injects faults on demand, and counts requests and effects. {@link
 * dev.acstoken.emulator.ManagedIdentityEndpoint} emulates the endpoint from which an Azure app gets
 * its Entra tokens, and {@link dev.acstoken.emulator.EntraEmulator} a tenant in which users sign
 * in. The package uses nothing else of this project.
 */
@NullMarked
package dev.acstoken.emulator;

import org.jspecify.annotations.NullMarked;
