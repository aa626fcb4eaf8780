package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * A request about a user, by a caller who may make it.
 *
 * @param endpoint what serves it
 * @param user whom it is about
 * @param request as it arrived
 * @param deadline when its time budget ends
 */
public record UserCall(
    TokenEndpoint endpoint,
    User user,
    HttpRequestMessage<Optional<String>> request,
    Deadline deadline) {}
