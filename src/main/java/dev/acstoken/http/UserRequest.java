package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * A request about a user, from a caller who may act for that user.
 *
 * @param user the user that the request is about
 * @param message the HTTP request
 * @param context the request's deadline and observer
 */
public record UserRequest(
    User user, HttpRequestMessage<Optional<String>> message, RequestContext context) {}
