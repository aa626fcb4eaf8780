package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.data.tables.TableClientBuilder;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.auth.OperationKind;
import dev.acstoken.functions.TokenFunctions;
import dev.acstoken.identity.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to get a token, or one part of issuing it. It reads its configuration from the environment.
 */
enum Way {

  /** A signed request that is sent repeatedly. */
  RAW("raw java.net.http") {
    @Override
    Callable<?> create() throws Exception {
      return new RawCall(System.getenv("BENCH_ACS"), System.getenv("BENCH_IDENTITY"));
    }
  },

  /** The ACS SDK, used as its documentation shows. */
  SDK("direct SDK") {
    @Override
    Callable<?> create() {
      var client =
          new CommunicationIdentityClientBuilder()
              .connectionString(System.getenv("BENCH_ACS"))
              .buildClient();
      var user = new CommunicationUserIdentifier(System.getenv("BENCH_IDENTITY"));
      var scopes = List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP);
      return () -> client.getToken(user, scopes);
    }
  },

  /** The function that a team would write without this project. */
  BARE("bare function") {
    @Override
    Callable<?> create() {
      String bearer = System.getenv("BENCH_BEARER");
      return () -> requireOk(new BareFunction().issueToken(Call.requestOf(bearer), Call.next()));
    }
  },

  /** The table SDK, used as its documentation shows: one part of the endpoint's additional work. */
  READ("one table read") {
    @Override
    Callable<?> create() {
      var client =
          new TableClientBuilder()
              .connectionString(System.getenv("BENCH_TABLE"))
              .tableName("identities")
              .buildClient();
      return () -> client.getEntity(System.getenv("BENCH_KEY"), "identity");
    }
  },

  /** The verification of a bearer token: the other part of the endpoint's additional work. */
  VERIFY("one bearer token verified") {
    @Override
    Callable<?> create() {
      var authenticator = LazyApplication.fromEnvironment().get().authenticator();
      var bearer = "Bearer " + System.getenv("BENCH_BEARER");
      return () ->
          authenticator
              .authenticate(bearer, OperationKind.IDENTITIES, Deadline.in(BUDGET))
              .orThrow();
    }
  },

  /** The endpoint's function, for a user who got a token before. */
  ENDPOINT("endpoint") {
    @Override
    Callable<?> create() {
      String bearer = System.getenv("BENCH_BEARER");
      return () -> issueToken(bearer);
    }
  },

  /** The endpoint's function, for users who have an identity and whom the process has not seen. */
  UNSEEN("endpoint, unseen user") {
    @Override
    Callable<?> create() throws IOException {
      List<String> bearers = Files.readAllLines(Path.of(System.getenv("BENCH_USERS")));
      var next = new AtomicInteger();
      return () -> issueToken(bearers.get(next.getAndIncrement()));
    }
  };

  private static final Duration BUDGET = Duration.ofSeconds(8);

  private final String title;

  Way(String title) {
    this.title = title;
  }

  abstract Callable<?> create() throws Exception;

  private static HttpResponseMessage issueToken(String bearer) {
    return requireOk(new TokenFunctions().issueToken(Call.requestOf(bearer), Call.next()));
  }

  private static HttpResponseMessage requireOk(HttpResponseMessage response) {
    if (response.getStatusCode() != 200) {
      throw new IllegalStateException("Status " + response.getStatusCode());
    }
    return response;
  }

  @Override
  public String toString() {
    return title;
  }
}
