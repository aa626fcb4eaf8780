/**
 * A model checker for the protocols of users, of leases, of adoptions, of renamed issuers and of
 * guests. Model checking here means that a test runs a few operations concurrently, and tries every
 * order in which their calls to ACS and the table can happen. The operations are the real domain
 * code; only their ports are replaced, by {@link dev.acstoken.modelcheck.SteppedIdentityPorts} and
 * {@link dev.acstoken.modelcheck.SteppedGuestPorts}, so that each {@link
 * dev.acstoken.modelcheck.Caller} stops before its next call.
 *
 * <ul>
 *   <li>A <em>model</em> ({@link dev.acstoken.modelcheck.Model}) is a protocol with its operations,
 *       initial states and invariants.
 *   <li>A <em>schedule</em> ({@link dev.acstoken.modelcheck.Schedule}) is one order of the calls,
 *       together with the outcome of each.
 *   <li>An <em>outcome</em> ({@link dev.acstoken.modelcheck.CallOutcome}) says whether a call
 *       succeeds, fails without effect, takes effect but loses its response, or is the last one
 *       before its caller crashes.
 *   <li><em>Time</em> passes in whole seconds ({@link dev.acstoken.modelcheck.Clocks}). In the
 *       model of leases it passes between any two calls. In the others it passes only when a
 *       revocation waits.
 *   <li>An <em>invariant</em> ({@link dev.acstoken.modelcheck.UserInvariants}, {@link
 *       dev.acstoken.modelcheck.AdoptionInvariants}, {@link
 *       dev.acstoken.modelcheck.MoveInvariants}, {@link dev.acstoken.modelcheck.GuestInvariants})
 *       is a statement that must be true in every schedule: at every moment, when an operation
 *       returns, or at rest, after retries and the recovery.
 *   <li>A <em>mutant</em> ({@link dev.acstoken.modelcheck.UserMutant}, {@link
 *       dev.acstoken.modelcheck.LeaseMutant}, {@link dev.acstoken.modelcheck.AdoptionMutant},
 *       {@link dev.acstoken.modelcheck.MoveMutant}, {@link dev.acstoken.modelcheck.GuestMutant}) is
 *       a deliberate bug in the protocol. A test requires a violation for each mutant, which shows
 *       that the checker can find bugs.
 * </ul>
 *
 * <p>A {@link dev.acstoken.modelcheck.Violation} prints the invariant that does not hold and a
 * schedule, for example {@code IDENTITY ISSUE,DELETE NONE: A(find) B(find) B(begin)
 * A~(issueToken)}. Read it from left to right: the initial state, the operations of the callers A
 * and B, the mutant, and one step per call, with its caller, the sign of its outcome and its name;
 * here, the response of {@code issueToken} to caller A was lost. To debug a violation, pass the
 * printed schedule to {@code UserModel.repeat(Schedule.parse(…), …)}, which makes the same calls
 * again.
 */
@NullMarked
package dev.acstoken.modelcheck;

import org.jspecify.annotations.NullMarked;
