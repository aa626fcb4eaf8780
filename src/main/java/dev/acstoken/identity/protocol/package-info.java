/**
 * The protocol that creates and deletes ACS identities, changes access policies and issues tokens.
 * It stays correct under concurrency, crashes and lost responses.
 *
 * <p>Every write of an account is conditional: it fails if another request changed the account
 * since it was read. A retry of the write after a lost response may fail in the same way. In both
 * cases the operation starts over with the current account.
 *
 * <p>Deletions and narrower policies are recorded in the {@link
 * dev.acstoken.identity.protocol.IntentLog} before they begin. A creation is recorded as soon as
 * ACS has returned the identity's id. Every entry is removed last. After an interruption, the next
 * request for the user or {@link dev.acstoken.identity.protocol.Recovery} completes the change, or
 * recovery deletes the orphaned identity.
 */
@NullMarked
package dev.acstoken.identity.protocol;

import org.jspecify.annotations.NullMarked;
