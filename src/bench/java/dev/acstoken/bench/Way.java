package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.auth.OperationKind;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

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

  /** The table SDK, used as its documentation shows: one part of the endpoint's additional work. */
  READ("one table read") {
    @Override
    Callable<?> create() {
      var client =
          new TableClientBuilder()
              .connectionString(System.getenv("BENCH_TABLE"))
              .tableName("identities")
              .buildClient();
      return () -> client.getEntity("bench", "identity");
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

  /**
   * The whole endpoint without the Functions host: it authenticates the caller and issues a token.
   */
  ENDPOINT("endpoint") {
    @Override
    Callable<?> create() {
      var endpoint = LazyApplication.fromEnvironment().get();
      var bearer = "Bearer " + System.getenv("BENCH_BEARER");
      return () -> {
        var caller =
            endpoint
                .authenticator()
                .authenticate(bearer, OperationKind.IDENTITIES, Deadline.in(BUDGET))
                .orThrow();
        var context = RequestContext.within(BUDGET);
        return endpoint.tokens().issue(caller.user(), TokenRequest.DEFAULT, context);
      };
    }
  };

  private static final Duration BUDGET = Duration.ofSeconds(8);

  private final String title;

  Way(String title) {
    this.title = title;
  }

  abstract Callable<?> create() throws Exception;

  @Override
  public String toString() {
    return title;
  }
}
