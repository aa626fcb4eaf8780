package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.FaultBody;
import dev.acstoken.emulator.Operation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Verifies that no log line and no error response contains a secret or a user id. */
class LeakHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}");
  private static final List<Fault> FAULTS =
      List.of(
          Fault.status(401),
          Fault.status(403),
          Fault.status(400),
          Fault.status(404, FaultBody.HTML),
          Fault.throttled(Duration.ofSeconds(1)),
          Fault.status(500),
          Fault.dropped(),
          Fault.lostReply(),
          Fault.malformedReply());

  private static final Logger FUNCTIONS = Logger.getLogger("Function");

  private final Capture log = new Capture();
  private final List<String> errorResponses = new ArrayList<>();
  private final List<String> secrets = new ArrayList<>();

  @BeforeEach
  void capture() {
    FUNCTIONS.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(log);
  }

  @AfterEach
  void release() {
    Logger.getLogger("").removeHandler(log);
    FUNCTIONS.setLevel(Level.OFF);
  }

  @Test
  void noFailureLeaksASecret() {
    for (Map.Entry<String, String> setting : endpoint.environmentWith().entrySet()) {
      if (setting.getKey().endsWith("CONNECTION_STRING")) {
        secrets.add(setting.getValue());
        secrets.add(setting.getValue().replaceAll("(?i).*accesskey=|.*AccountKey=|;.*", ""));
      }
    }
    for (Fault fault : FAULTS) {
      for (Operation operation :
          new Operation[] {
            Operation.CREATE_IDENTITY,
            Operation.ISSUE_TOKEN,
            Operation.REVOKE_TOKENS,
            Operation.DELETE_IDENTITY,
            Operation.EXCHANGE_TEAMS_TOKEN
          }) {
        callEveryOperationWith(fault, operation);
      }
    }
    callWithWrongSettings();
    callWithForgedCredentials();

    assertTrue(log.lines.size() > 50, log.lines.size() + " lines");
    for (String secret : secrets) {
      assertFalse(secret.isBlank());
      assertAbsent(secret);
    }
    for (String text : loggedAndReturned()) {
      assertFalse(JWT.matcher(text).find(), text);
    }
    System.out.printf(
        "Searched %d log lines and %d error responses for %d secrets: none%n",
        log.lines.size(), errorResponses.size(), secrets.size());
  }

  private void callEveryOperationWith(Fault fault, Operation operation) {
    String user = "secret-user-" + UUID.randomUUID();
    secrets.add(user);
    String token = endpoint.issuer().token(user);
    secrets.add(token);
    var client = endpoint.withToken(token).at(endpoint.with());
    var response = client.put("/users/me/identity").expect(201);
    collect(client.post("/users/me/tokens"));
    String teams = endpoint.issuer().teamsTokenBuilder(user).mint();
    secrets.add(teams);
    collect(client.post("/users/me/teams-tokens", teamsBody(teams)));
    String invitation = inviteAndJoin(user);
    endpoint.acs().faults().always(operation, fault);
    collect(client.post("/users/me/tokens"));
    collect(client.post("/users/me/tokens/refresh"));
    collect(client.delete("/users/me/tokens"));
    collect(client.delete("/users/me/identity"));
    collect(client.post("/users/me/tokens"));
    collect(client.put("/users/me/identity"));
    collect(client.post("/users/me/teams-tokens", teamsBody(teams)));
    callAboutGuests(invitation, user);
    endpoint.acs().faults().clear();
    assertFalse(response.communicationUserId().isEmpty());
  }

  /** Returns the body with which guests join. */
  private String inviteAndJoin(String user) {
    String token = endpoint.issuer().token(user, "Invitation.Create");
    secrets.add(token);
    var invitation =
        endpoint
            .withToken(token)
            .header("idempotency-key", "secret-key-of-" + user)
            .post("/invitations", "{\"maxGuests\": 5, \"reference\": \"secret-reference\"}")
            .expect(201);
    secrets.add("secret-key-of-" + user);
    secrets.add("secret-reference");
    secrets.add(invitation.text("code"));
    secrets.add(invitation.text("code").substring(22));
    String body = "{\"invitation\": \"" + invitation.text("code") + "\"}";
    collect(endpoint.anonymous().post("/guests", body));
    return body;
  }

  private void callAboutGuests(String invitation, String user) {
    var anyone = endpoint.anonymous().at(endpoint.with());
    String secret = "secret_of_a_guest-" + user;
    secrets.add(secret);
    String again =
        invitation.replace("}", ", \"guest\": {\"id\": \"x\", \"secret\": \"" + secret + "\"}}");
    collect(anyone.post("/guests", invitation));
    collect(anyone.post("/guests", again));
    collect(anyone.post("/guests", again.replace("\"id\": \"x\", ", "")));
    collect(anyone.post("/guests", again.replace("invitation", "invite")));
    collect(anyone.post("/guests", again.replace(secret, "secret value " + secret)));
  }

  private void callWithWrongSettings() {
    String key = "bm90LWEta2V5LWJ1dC1hLXNlY3JldA==";
    secrets.add(key);
    var client = endpoint.as("someone");
    collect(
        client
            .at(endpoint.with("COMMUNICATION_SERVICES_ACCESSKEY", key))
            .get("/users/me/identity"));
    collect(
        client
            .at(
                endpoint.with(
                    "COMMUNICATION_SERVICES_CONNECTION_STRING",
                    "endpoint=http://x;accesskey=" + key))
            .get("/users/me/identity"));
    collect(
        client
            .at(
                endpoint.with(
                    "COMMUNICATION_SERVICES_CONNECTION_STRING",
                    "endpoint=" + endpoint.acs().endpoint() + ";accesskey=" + key))
            .put("/users/me/identity"));
  }

  private void callWithForgedCredentials() {
    var builder = endpoint.issuer().tokenBuilder("secret-user");
    for (String token :
        new String[] {
          builder.mintUnsigned(), builder.mintHmac(), builder.expired().mint(), "a.secret.b"
        }) {
      secrets.add(token);
      collect(endpoint.withToken(token).post("/users/me/tokens"));
    }
    String foreign = endpoint.issuer().teamsTokenBuilder("secret-user").mint();
    secrets.add(foreign);
    collect(endpoint.as("someone").post("/users/me/teams-tokens", teamsBody(foreign)));
    String body = "{\"password\": \"hunter2-hunter2\"}";
    secrets.add("hunter2-hunter2");
    collect(endpoint.as("someone").post("/users/me/tokens", body));
    collect(endpoint.as("someone").get("/users/secret-user-of-a-path/identity"));
    secrets.add("secret-user-of-a-path");
  }

  private static String teamsBody(String token) {
    return "{\"teamsUserToken\": \"" + token + "\"}";
  }

  private void collect(EndpointResponse response) {
    int status = response.http().statusCode();
    if (status >= 400) {
      errorResponses.add(response.http().headers().map() + " " + response.http().body());
    } else if (response.http().body().contains("\"token\"")) {
      secrets.add(response.token());
      if (response.json().containsKey("guest")) {
        secrets.add(response.guestSecret());
      }
    }
  }

  private void assertAbsent(String secret) {
    for (String text : loggedAndReturned()) {
      assertFalse(text.contains(secret), () -> "Found a secret in: " + text);
    }
  }

  private List<String> loggedAndReturned() {
    var all = new ArrayList<>(log.lines);
    all.addAll(errorResponses);
    return all;
  }

  /** Captures every log line as a log file would contain it, including stack traces. */
  private static final class Capture extends Handler {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void publish(LogRecord record) {
      var text = new StringWriter();
      text.append(new SimpleFormatter().format(record));
      if (record.getThrown() != null) {
        record.getThrown().printStackTrace(new PrintWriter(text, true));
      }
      lines.add(text.toString());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
