/**
 * A model checker of the protocol: a few callers work on one user at once, stepped port call by
 * port call, through every interleaving and with a fault at every call.
 *
 * <p>{@link dev.acstoken.identity.protocol.modelcheck.SystemState} is the store and ACS, {@link
 * dev.acstoken.identity.protocol.modelcheck.Caller} one operation of the real domain over {@link
 * dev.acstoken.identity.protocol.modelcheck.SteppedPorts}, {@link
 * dev.acstoken.identity.protocol.modelcheck.ModelChecker} goes through the schedules, {@link
 * dev.acstoken.identity.protocol.modelcheck.Invariants} says what must hold, and {@link
 * dev.acstoken.identity.protocol.modelcheck.Schedule} is a run that can be printed and repeated.
 */
@NullMarked
package dev.acstoken.identity.protocol.modelcheck;

import org.jspecify.annotations.NullMarked;
