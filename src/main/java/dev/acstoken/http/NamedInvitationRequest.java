package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request about an invitation that the path names.
 *
 * @param id the invitation
 * @param creators accepts the creators on whose invitations the caller may act
 * @param message the HTTP request
 * @param context the request's deadline and observer
 */
public record NamedInvitationRequest(
    InvitationId id,
    Predicate<User> creators,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context) {}
