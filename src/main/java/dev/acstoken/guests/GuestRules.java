package dev.acstoken.guests;

import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import java.time.Duration;

/**
 * The configured rules for guests.
 *
 * @param scopes the scopes that an invitation may give at most
 * @param maxLife the longest life of an invitation
 * @param tokenLifetime the longest lifetime of a guest's token
 */
public record GuestRules(ScopeSet scopes, Duration maxLife, TokenLifetime tokenLifetime) {}
