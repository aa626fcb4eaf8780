package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.Fault;
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

/** No secret that was in play, and no user id, stands in a log line or in a reply that refuses. */
class LeakHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  private static final Pattern JWT = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]{8,}");
  private static final List<Fault> FAULTS =
      List.of(
          Fault.status(401),
          Fault.status(403),
          Fault.status(400),
          Fault.throttled(Duration.ofSeconds(1)),
          Fault.status(500),
          Fault.dropped(),
          Fault.lostReply(),
          Fault.malformedReply());

  private static final Logger FUNCTIONS = Logger.getLogger("Function");

  private final Capture log = new Capture();
  private final List<String> refusals = new ArrayList<>();
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
  void whateverFails() {
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
        liveUnder(fault, operation);
      }
    }
    misconfigured();
    hostile();

    assertTrue(log.lines.size() > 50, log.lines.size() + " lines");
    for (String secret : secrets) {
      assertFalse(secret.isBlank());
      assertNone(secret);
    }
    for (String text : searched()) {
      assertFalse(JWT.matcher(text).find(), text);
    }
    System.out.printf(
        "Searched %d log lines and %d refusals for %d secrets: none%n",
        log.lines.size(), refusals.size(), secrets.size());
  }

  private void liveUnder(Fault fault, Operation operation) {
    String user = "secret-user-" + UUID.randomUUID();
    secrets.add(user);
    String token = endpoint.issuer().token(user);
    secrets.add(token);
    var client = endpoint.withToken(token).at(endpoint.with());
    var reply = client.put("/users/me/identity").expect(201);
    keep(client.post("/users/me/tokens"));
    String teams = endpoint.issuer().teamsTokenBuilder(user).mint();
    secrets.add(teams);
    keep(client.post("/users/me/teams-tokens", teamsBody(teams)));
    endpoint.acs().faults().always(operation, fault);
    keep(client.post("/users/me/tokens"));
    keep(client.post("/users/me/tokens/refresh"));
    keep(client.delete("/users/me/tokens"));
    keep(client.delete("/users/me/identity"));
    keep(client.post("/users/me/tokens"));
    keep(client.put("/users/me/identity"));
    keep(client.post("/users/me/teams-tokens", teamsBody(teams)));
    endpoint.acs().faults().clear();
    assertFalse(reply.communicationUserId().isEmpty());
  }

  private void misconfigured() {
    String key = "bm90LWEta2V5LWJ1dC1hLXNlY3JldA==";
    secrets.add(key);
    var client = endpoint.as("someone");
    keep(
        client
            .at(endpoint.with("COMMUNICATION_SERVICES_ACCESSKEY", key))
            .get("/users/me/identity"));
    keep(
        client
            .at(
                endpoint.with(
                    "COMMUNICATION_SERVICES_CONNECTION_STRING",
                    "endpoint=http://x;accesskey=" + key))
            .get("/users/me/identity"));
    keep(
        client
            .at(
                endpoint.with(
                    "COMMUNICATION_SERVICES_CONNECTION_STRING",
                    "endpoint=" + endpoint.acs().endpoint() + ";accesskey=" + key))
            .put("/users/me/identity"));
  }

  private void hostile() {
    var draft = endpoint.issuer().tokenBuilder("secret-user");
    for (String token :
        new String[] {
          draft.mintUnsigned(), draft.mintHmac(), draft.expired().mint(), "a.secret.b"
        }) {
      secrets.add(token);
      keep(endpoint.withToken(token).post("/users/me/tokens"));
    }
    String foreign = endpoint.issuer().teamsTokenBuilder("secret-user").mint();
    secrets.add(foreign);
    keep(endpoint.as("someone").post("/users/me/teams-tokens", teamsBody(foreign)));
    String body = "{\"password\": \"hunter2-hunter2\"}";
    secrets.add("hunter2-hunter2");
    keep(endpoint.as("someone").post("/users/me/tokens", body));
    keep(endpoint.as("someone").get("/users/secret-user-of-a-path/identity"));
    secrets.add("secret-user-of-a-path");
  }

  private static String teamsBody(String token) {
    return "{\"teamsUserToken\": \"" + token + "\"}";
  }

  private void keep(EndpointResponse reply) {
    int status = reply.http().statusCode();
    if (status >= 400) {
      refusals.add(reply.http().headers().map() + " " + reply.http().body());
    } else if (reply.http().body().contains("\"token\"")) {
      secrets.add(reply.token());
    }
  }

  private void assertNone(String secret) {
    for (String text : searched()) {
      assertFalse(text.contains(secret), () -> "a secret in: " + text);
    }
  }

  private List<String> searched() {
    var all = new ArrayList<>(log.lines);
    all.addAll(refusals);
    return all;
  }

  /** Every log line as a file would have it, stack traces included. */
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
