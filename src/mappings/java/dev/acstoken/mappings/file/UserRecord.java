package dev.acstoken.mappings.file;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.Optional;

/**
 * What a line of a file says about a user. At least one of identity and policy is present.
 *
 * @param user the user
 * @param identity the user's ACS identity, if there is one
 * @param createdOn the time at which the user got the identity, in whole milliseconds, if it is
 *     known
 * @param policy the user's own access policy; empty if the line says nothing about it, which is
 *     also the form of the {@linkplain AccessPolicy#INHERITED inherited} one
 */
public record UserRecord(
    User user,
    Optional<CommunicationUserId> identity,
    Optional<Instant> createdOn,
    Optional<AccessPolicy.Custom> policy) {}
