package dev.acstoken.telemetry;

import static java.util.stream.Collectors.joining;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.Caller;
import dev.acstoken.auth.KeyFetches;
import dev.acstoken.health.HealthReport;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Sweep;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is done for one request, and tells the operator: of each change at once ({@code
 * event=audit}), of the request as a whole at its end ({@code event=request}). Users and identities
 * stand there by pseudonyms, secrets not at all. docs/runbook.md explains the fields.
 */
public final class RequestTrace implements RequestObserver {

  private final long start = System.nanoTime();
  private final Logger log;
  private final String operation;
  private final String requestId;
  private final Traceparent traceparent;
  private final DependencyCalls acs = new DependencyCalls();
  private final DependencyCalls table = new DependencyCalls();
  private final DependencyCalls entra = new DependencyCalls();
  private Optional<Caller> caller = Optional.empty();
  private Optional<User> user = Optional.empty();
  private Collection<TokenScope> scopes = List.of();
  private boolean identityCreated;
  private int repeats;
  private KeyFetches keyFetches = new KeyFetches(0, 0);
  private Optional<HealthReport> report = Optional.empty();
  private Sweep.Swept swept = new Sweep.Swept(0, 0);

  public RequestTrace(ExecutionContext context, @Nullable String traceparentHeader) {
    this.log = context.getLogger();
    this.operation = context.getFunctionName();
    this.requestId = context.getInvocationId();
    this.traceparent = Traceparent.of(context.getTraceContext(), traceparentHeader);
  }

  public String requestId() {
    return requestId;
  }

  /** Who makes the request, as {@link Authenticator#authenticate} finds it. */
  public Caller authenticate(HttpRequestMessage<?> request, Authenticator authenticator) {
    try {
      Caller who =
          authenticator.authenticate(
              Optional.ofNullable(request.getHeaders().get("authorization")));
      caller = Optional.of(who);
      return who;
    } finally {
      keyFetches = authenticator.takeKeyFetches();
    }
  }

  public void about(User whom) {
    user = Optional.of(whom);
  }

  public void found(HealthReport health) {
    report = Optional.of(health);
  }

  public void swept(Sweep.Swept what) {
    swept = what;
  }

  @Override
  public String traceparent() {
    return traceparent.ofCall().toString();
  }

  @Override
  public void called(DependencyCall call) {
    calls(call.dependency()).add(call);
    repeats += call.attempt() > 1 ? 1 : 0;
  }

  @Override
  public void changed(StateChange change) {
    boolean isDone = change.outcome() == StateChange.Outcome.DONE;
    if (isDone && change.kind() == StateChange.Kind.TOKEN_ISSUED) {
      scopes = change.scopes();
    }
    identityCreated |= isDone && change.kind() == StateChange.Kind.IDENTITY_CREATED;
    log.info(audit(change));
  }

  /** The request is over. */
  public void end(String outcome, int status) {
    String known = report.filter(it -> !it.isHealthy()).map(HealthReport::status).orElse(outcome);
    log.log(status < 500 ? Level.INFO : Level.WARNING, event(known, status));
  }

  private String audit(StateChange change) {
    return begin("audit")
        .with("change", change.kind().name().toLowerCase(Locale.ROOT))
        .with("outcome", change.outcome().name().toLowerCase(Locale.ROOT))
        .with("user", change.user().or(() -> user).map(User::pseudonym).orElse(""))
        .with("identity", change.identity().map(CommunicationUserId::pseudonym).orElse(""))
        .with("scopes", text(change.scopes()))
        .toString();
  }

  private String event(String outcome, int status) {
    EventLine line =
        begin("request")
            .with("outcome", outcome)
            .with("status", status)
            .with("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
            .with("user", user.map(User::pseudonym).orElse(""))
            .with("scopes", text(scopes))
            .with("identityCreated", identityCreated)
            .with("repeats", repeats);
    acs.write("acs", line);
    table.write("table", line);
    entra.write("entra", line);
    return line.with("keyFetches", keyFetches.all())
        .with("keyFetchFailures", keyFetches.failed())
        .with("down", report.map(it -> String.join(",", it.down())).orElse(""))
        .with("settled", swept.settled())
        .with("left", swept.left())
        .with("traceparent", traceparent.toString())
        .toString();
  }

  private EventLine begin(String event) {
    return new EventLine(event)
        .with("operation", operation)
        .with("requestId", requestId)
        .with("instance", TokenEndpoint.instance())
        .with("caller", caller.map(it -> it.user().pseudonym()).orElse(""))
        .with("app", caller.map(Caller::appId).orElse(""))
        .with("admin", caller.map(Caller::isAdmin).orElse(false));
  }

  private DependencyCalls calls(Dependency dependency) {
    return switch (dependency) {
      case ACS -> acs;
      case TABLE -> table;
      case ENTRA -> entra;
    };
  }

  private static String text(Collection<TokenScope> scopes) {
    return scopes.stream().sorted().map(TokenScope::value).collect(joining(","));
  }
}
