package dev.acstoken.clients;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.acstoken.clients.recommended.ApiClient;
import dev.acstoken.clients.recommended.ApiException;
import dev.acstoken.clients.recommended.api.AccessApi;
import dev.acstoken.clients.recommended.api.TokensApi;
import dev.acstoken.clients.recommended.model.AccessRequest;
import dev.acstoken.clients.recommended.model.Token;
import dev.acstoken.clients.recommended.model.TokenRequest;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Makes the calls of every generated client, and prints a line for each. */
final class Calls {

  private Calls() {}

  /** Takes the endpoint, a bearer token of an admin, and a server with unusual responses. */
  public static void main(String[] args) {
    var tokens = new TokensApi(client(args[0], args[1]));
    var access = new AccessApi(client(args[0], args[1]));
    print("no body", () -> scopes(tokens.issueToken("me", null, null)));
    print("empty request", () -> scopes(tokens.issueToken("me", null, new TokenRequest())));
    print(
        "60 minutes",
        () -> {
          var token = tokens.issueToken("me", null, new TokenRequest().expiresInMinutes(60));
          var rest = Duration.between(OffsetDateTime.now(), token.getExpiresOn());
          return scopes(token) + (rest.toMinutes() <= 60 ? "" : " " + rest);
        });
    print("refresh", () -> scopes(tokens.refreshToken("me", null, null)));
    print(
        "empty access",
        () -> {
          access.setAccess("me", new AccessRequest(), null, null, null);
          return "set";
        });
    print("access", () -> String.join(" ", access.getAccess("me", null, null, null).getScopes()));
    print(
        "revoke",
        () -> {
          tokens.revokeTokens("me", null);
          return "done";
        });

    var unusual = new TokensApi(client(args[2], args[1]));
    print("new scope", () -> scopes(unusual.issueToken("new-scope", null, null)));
    print("new code", () -> scopes(unusual.issueToken("new-code", null, null)));
    print("date to retry", () -> scopes(unusual.issueToken("date-to-retry", null, null)));
    print("page", () -> scopes(unusual.issueToken("page", null, null)));
  }

  private interface Call {
    String result() throws ApiException;
  }

  private static ApiClient client(String endpoint, String bearerToken) {
    var client = new ApiClient();
    client.updateBaseUri(endpoint);
    client.setRequestInterceptor(it -> it.header("Authorization", "Bearer " + bearerToken));
    return client;
  }

  private static String scopes(Token token) {
    return String.join(" ", token.getScopes());
  }

  private static void print(String name, Call call) {
    System.out.println(name + ": " + result(call));
  }

  private static String result(Call call) {
    try {
      return call.result();
    } catch (ApiException e) {
      return e.getCode() + " " + code(e.getResponseBody());
    }
  }

  private static String code(String body) {
    try {
      return new JsonMapper().readTree(body).path("code").asText();
    } catch (Exception e) {
      return "without a problem";
    }
  }
}
