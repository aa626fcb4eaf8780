package dev.acstoken.functions;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.TokenEndpoint;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.Deadline;
import java.util.Optional;

/**
 * A request about the caller and nobody else.
 *
 * @param endpoint what serves it
 * @param caller whom it is about
 * @param request as it arrived
 * @param deadline when its time budget ends
 */
record CallerCall(
    TokenEndpoint endpoint,
    Caller caller,
    HttpRequestMessage<Optional<String>> request,
    Deadline deadline) {}
