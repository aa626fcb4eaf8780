package dev.acstoken.telemetry;

import com.microsoft.azure.functions.ExecutionContext;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.DependencyCall.Dependency;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happens during one request and logs it as events for the operator. Each change is
 * logged at once ({@code event=audit}), and the request as a whole at its end ({@code
 * event=request}). A token that the request returns is the exception: the event of the request
 * contains it. Events contain pseudonyms of users and identities, and no secrets.
 * docs/reference/runbook.md explains the fields.
 */
public final class RequestTelemetry implements RequestObserver {

  private static final String OK = "ok";
  private static final int NO_HTTP_STATUS = 0;

  private final long start = System.nanoTime();
  private final Logger log;
  private final String operation;
  private final String requestId;
  private final String instance;
  private final Traceparent traceparent;
  private final Map<Dependency, DependencyCalls> calls = new EnumMap<>(Dependency.class);
  private UnaryOperator<User> presentNames = UnaryOperator.identity();
  private Optional<User> caller = Optional.empty();
  private Optional<String> appId = Optional.empty();
  private boolean isAdmin;
  private String refusalReason = "";
  private String found = "";
  private String expected = "";
  private String entraError = "";
  private String unverifiedIssuer = "";
  private String unverifiedApp = "";
  private Optional<User> user = Optional.empty();
  private Optional<CommunicationUserId> identity = Optional.empty();
  private Optional<String> invitation = Optional.empty();
  private ScopeSet scopes = ScopeSet.NONE;
  private Optional<StateChange> unloggedToken = Optional.empty();
  private boolean identityCreated;
  private int retries;
  private int keyFetches;
  private int keyFetchFailures;
  private Optional<String> healthProblem = Optional.empty();
  private List<String> down = List.of();
  private int completed;
  private int remaining;

  /**
   * Creates the telemetry of a request that begins now.
   *
   * @param traceparentHeader the request's header, for hosts that provide no trace context
   * @param instance the name of this instance of the app
   */
  public RequestTelemetry(
      ExecutionContext invocation, @Nullable String traceparentHeader, String instance) {
    this.log = invocation.getLogger();
    this.operation = invocation.getFunctionName();
    this.requestId = invocation.getInvocationId();
    this.instance = instance;
    this.traceparent = Traceparent.of(invocation.getTraceContext(), traceparentHeader);
  }

  public String requestId() {
    return requestId;
  }

  /**
   * Sets how users of renamed issuers are shown.
   *
   * @param names returns a user, as it is stored, under the present name of its issuer
   */
  public void setPresentNames(UnaryOperator<User> names) {
    presentNames = names;
  }

  public void setCaller(User verified, Optional<String> callersAppId, boolean callerIsAdmin) {
    caller = Optional.of(verified);
    appId = callersAppId;
    isAdmin = callerIsAdmin;
  }

  /**
   * Sets why the bearer token was refused.
   *
   * @param reason the reason
   * @param foundInToken what the token says
   * @param expectedBySettings what the settings demand
   */
  public void setRefusal(String reason, String foundInToken, String expectedBySettings) {
    refusalReason = reason;
    found = foundInToken;
    expected = expectedBySettings;
  }

  /** Sets the number of Entra ID's error, such as {@code AADSTS53003}. */
  public void setEntraError(String number) {
    entraError = number;
  }

  /** Sets what a refused token says of itself, which may be invented. */
  public void setUnverified(String issuer, String app) {
    unverifiedIssuer = issuer;
    unverifiedApp = app;
  }

  /** Sets the user that the request is about. */
  public void setUser(User subject) {
    user = Optional.of(subject);
  }

  /** Sets the ACS identity that the request is about, if a caller named it. */
  public void setIdentity(CommunicationUserId subject) {
    identity = Optional.of(subject);
  }

  /** Sets the pseudonym of the invitation that the request is about. */
  public void setInvitation(String pseudonym) {
    invitation = Optional.of(pseudonym);
  }

  public void setKeyFetches(int all, int failed) {
    keyFetches = all;
    keyFetchFailures = failed;
  }

  /** Sets the status of an unhealthy service and the checks that failed. */
  public void setUnhealthy(String status, List<String> failedChecks) {
    healthProblem = Optional.of(status);
    down = failedChecks;
  }

  public void setRecovery(int completedChanges, int remainingChanges) {
    completed = completedChanges;
    remaining = remainingChanges;
  }

  /** Logs warnings about the settings, which must not contain a secret. */
  public void warn(String warnings) {
    log.warning("settings: " + warnings);
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.of(traceparent.ofCall().toString());
  }

  @Override
  public void onCall(DependencyCall call) {
    calls.computeIfAbsent(call.dependency(), unseen -> new DependencyCalls()).add(call);
    retries += call.attempt() > 1 ? 1 : 0;
  }

  @Override
  public void onSurvivedFailure(ServiceException e) {
    FailureLog.write(log, requestId, e);
  }

  @Override
  public void onChange(StateChange change) {
    logToken();
    boolean isDone = change.outcome() == StateChange.Outcome.DONE;
    identityCreated |= isDone && change.kind() == StateChange.Kind.IDENTITY_CREATED;
    if (isDone && change.kind() == StateChange.Kind.TOKEN_ISSUED) {
      scopes = change.scopes();
      unloggedToken = Optional.of(change);
    } else {
      log.info(auditEvent(change));
    }
  }

  @Override
  public void onTokenDiscarded() {
    logToken();
  }

  // A request returns the token of its last change, if it succeeds and does not discard the token.
  // Others are changes like any.
  private void logToken() {
    unloggedToken.map(this::auditEvent).ifPresent(log::info);
    unloggedToken = Optional.empty();
  }

  /** Logs the end of a request that got a response from its operation. */
  public void finish(int status) {
    finish(OK, status, healthProblem.isPresent());
  }

  /** Logs the end of a timer's run that succeeded. */
  public void finish() {
    logToken();
    finish(OK, NO_HTTP_STATUS, false);
  }

  /** Logs the end of a request that failed. */
  public void finish(ErrorCode error, int status) {
    logToken();
    finish(error.code(), status, error.category().isServiceFault());
  }

  // The level tells the operator's problems from those of callers, also if the status does not.
  private void finish(String outcome, int status, boolean isServiceFault) {
    log.log(
        isServiceFault ? Level.WARNING : Level.INFO,
        requestEvent(healthProblem.orElse(outcome), status));
  }

  private String auditEvent(StateChange change) {
    return newEvent("audit")
        .with("change", change.kind().eventName())
        .with("outcome", change.outcome().name().toLowerCase(Locale.ROOT))
        .with(
            "user", change.user().map(presentNames).or(() -> user).map(User::pseudonym).orElse(""))
        .with("identity", change.identity().map(CommunicationUserId::pseudonym).orElse(""))
        .with("scopes", change.scopes().joined(","))
        .with("invitation", change.invitation().or(() -> invitation).orElse(""))
        .toString();
  }

  private String requestEvent(String outcome, int status) {
    Logfmt line =
        newEvent("request")
            .with("outcome", outcome)
            .with("status", status)
            .with("reason", refusalReason)
            .with("found", found)
            .with("expected", expected)
            .with("unverifiedIssuer", unverifiedIssuer)
            .with("unverifiedApp", unverifiedApp)
            .with("durationMs", Duration.ofNanos(System.nanoTime() - start).toMillis())
            .with("user", user.map(User::pseudonym).orElse(""))
            .with("change", unloggedToken.map(token -> token.kind().eventName()).orElse(""))
            .with("identity", subject().map(CommunicationUserId::pseudonym).orElse(""))
            .with("scopes", scopes.joined(","))
            .with("invitation", invitation.orElse(""))
            .with("identityCreated", identityCreated)
            .with("repeats", retries);
    for (Dependency dependency : Dependency.values()) {
      calls
          .getOrDefault(dependency, new DependencyCalls())
          .write(dependency.name().toLowerCase(Locale.ROOT), line);
    }
    return line.with("entraError", entraError)
        .with("keyFetches", keyFetches)
        .with("keyFetchFailures", keyFetchFailures)
        .with("down", String.join(",", down))
        .with("settled", completed)
        .with("left", remaining)
        .with("traceparent", traceparent.toString())
        .toString();
  }

  private Optional<CommunicationUserId> subject() {
    return unloggedToken.flatMap(StateChange::identity).or(() -> identity);
  }

  private Logfmt newEvent(String event) {
    return new Logfmt(event)
        .with("operation", operation)
        .with("requestId", requestId)
        .with("instance", instance)
        .with("caller", caller.map(User::pseudonym).orElse(""))
        .with("app", appId.orElse(""))
        .with("admin", isAdmin);
  }
}
