package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.data.tables.TableClientBuilder;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A way to get a token, or a part of one, configured by the environment of its process. */
enum Way {

  /** One signed request, sent again and again. */
  RAW("raw java.net.http") {
    @Override
    Callable<?> make() throws Exception {
      return new RawCall(System.getenv("BENCH_ACS"), System.getenv("BENCH_IDENTITY"));
    }
  },

  /** The SDK as its documentation shows it. */
  SDK("direct SDK") {
    @Override
    Callable<?> make() {
      var client =
          new CommunicationIdentityClientBuilder()
              .connectionString(System.getenv("BENCH_ACS"))
              .buildClient();
      var user = new CommunicationUserIdentifier(System.getenv("BENCH_IDENTITY"));
      var scopes = List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP);
      return () -> client.getToken(user, scopes);
    }
  },

  /** The other SDK as its documentation shows it: a part of what the endpoint does in addition. */
  READ("one table read") {
    @Override
    Callable<?> make() {
      var client =
          new TableClientBuilder()
              .connectionString(System.getenv("BENCH_TABLE"))
              .tableName("identities")
              .buildClient();
      return () -> client.getEntity("bench", "identity");
    }
  },

  /** The other part of what the endpoint does in addition. */
  VERIFY("one bearer token verified") {
    @Override
    Callable<?> make() {
      var authenticator = LazyApplication.fromEnvironment().get().authenticator();
      var bearer = "Bearer " + System.getenv("BENCH_BEARER");
      return () -> authenticator.authenticate(bearer);
    }
  },

  /** The whole endpoint without the Functions host: authentication and a token. */
  ENDPOINT("endpoint") {
    @Override
    Callable<?> make() {
      var endpoint = LazyApplication.fromEnvironment().get();
      var bearer = "Bearer " + System.getenv("BENCH_BEARER");
      return () -> {
        var caller = endpoint.authenticator().authenticate(bearer);
        var context = RequestContext.within(Duration.ofSeconds(8));
        return endpoint.tokens().issue(caller.user(), TokenRequest.DEFAULT, context);
      };
    }
  };

  private final String title;

  Way(String title) {
    this.title = title;
  }

  abstract Callable<?> make() throws Exception;

  @Override
  public String toString() {
    return title;
  }
}
