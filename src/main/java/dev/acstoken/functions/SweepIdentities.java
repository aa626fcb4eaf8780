package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.http.RequestHandler;
import java.util.function.Supplier;

/** Finishes interrupted deletions and deletes identities that lost a race. */
public final class SweepIdentities {

  private final RequestHandler handler;

  public SweepIdentities() {
    this(TokenEndpoint::ofEnvironment);
  }

  SweepIdentities(Supplier<TokenEndpoint> endpoint) {
    handler = new RequestHandler(endpoint);
  }

  @FunctionName("SweepIdentities")
  public void run(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    handler.forTimer(context, (endpoint, deadline) -> endpoint.sweep().run(deadline));
  }
}
