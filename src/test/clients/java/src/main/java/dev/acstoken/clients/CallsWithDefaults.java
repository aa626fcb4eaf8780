package dev.acstoken.clients;

import dev.acstoken.clients.defaults.ApiClient;
import dev.acstoken.clients.defaults.ApiException;
import dev.acstoken.clients.defaults.api.AccessApi;
import dev.acstoken.clients.defaults.api.TokensApi;
import dev.acstoken.clients.defaults.model.AccessRequest;
import dev.acstoken.clients.defaults.model.TokenRequest;

/** Makes the calls in which a client that is generated without options sends an empty list. */
final class CallsWithDefaults {

  private CallsWithDefaults() {}

  /** Takes the endpoint and a bearer token of an admin. */
  public static void main(String[] args) {
    var client = new ApiClient();
    client.updateBaseUri(args[0]);
    client.setRequestInterceptor(it -> it.header("Authorization", "Bearer " + args[1]));
    var tokens = new TokensApi(client);
    var access = new AccessApi(client);
    print("no body", () -> tokens.issueToken("me", null, null));
    print("empty request", () -> tokens.issueToken("me", null, new TokenRequest()));
    print(
        "60 minutes", () -> tokens.issueToken("me", null, new TokenRequest().expiresInMinutes(60)));
    print("empty access", () -> access.setAccess("me", new AccessRequest(), null, null, null));
    print("refresh", () -> tokens.refreshToken("me", null, null));
  }

  private interface Call {
    void make() throws ApiException;
  }

  private static void print(String name, Call call) {
    try {
      call.make();
      System.out.println(name + ": done");
    } catch (ApiException e) {
      System.out.println(name + ": " + e.getCode() + " " + e.getResponseBody());
    }
  }
}
