package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.auth.AuthenticationException;
import dev.acstoken.telemetry.RequestTrace;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request by anyone.
 *
 * @param endpoint what serves it, if its settings are right
 * @param request as it arrived
 * @param trace what the operator learns of it
 */
public record AnyoneCall(
    Supplier<TokenEndpoint> endpoint,
    HttpRequestMessage<Optional<String>> request,
    RequestTrace trace) {

  /** Whether it happens to come from an admin; no reason to refuse it if not. */
  public boolean isByAdmin() {
    try {
      return trace.authenticate(request, endpoint.get().authenticator()).isAdmin();
    } catch (AuthenticationException e) {
      return false;
    }
  }
}
