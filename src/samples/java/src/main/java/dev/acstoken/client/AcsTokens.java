package dev.acstoken.client;

import com.azure.communication.common.CommunicationTokenCredential;
import com.azure.communication.common.CommunicationTokenRefreshOptions;
import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import dev.acstoken.client.EndpointClient.Request;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The ACS tokens of a user, from signing in to signing out. */
public final class AcsTokens implements AutoCloseable {

  private static final String TOKENS = "/users/me/tokens";

  private final EndpointClient client;
  private final Cancellation cancellation = new Cancellation();
  private final KeptToken kept;
  private final CommunicationTokenCredential credential;
  private final String endpoint;
  private final String communicationUserId;

  private AcsTokens(EndpointClient client, Session session, String body, SignedIn first) {
    this.client = client;
    endpoint = first.endpoint();
    communicationUserId = first.communicationUserId();
    var refresh = new Request("POST", TOKENS + "/refresh", body);
    kept =
        new KeptToken(
            first.token(), cancelled -> client.send(refresh, cancelled, IssuedToken::in), session);
    credential = credential(kept, first.token().token());
  }

  /**
   * Gets the first token of the user, and creates the user's ACS identity if there is none. Do not
   * call this on the thread of a user interface, because it waits for the endpoint.
   *
   * @param endpoint the address of the token endpoint, such as {@code
   *     https://contoso.azurewebsites.net/api}
   * @param scopes the scopes of every token, such as {@code chat}; by default all that the user may
   *     have
   * @throws RefusedException if the endpoint refuses the user; a retry does not help
   * @throws UnavailableException if six attempts failed, which takes at least a minute
   * @throws IllegalArgumentException if the address does not begin with {@code http://} or {@code
   *     https://}
   */
  public static AcsTokens signIn(URI endpoint, Session session, String... scopes)
      throws InterruptedException {
    var client = new EndpointClient(endpoint, session);
    String body = scopes.length == 0 ? "" : json(scopes);
    var first = client.send(new Request("POST", TOKENS, body), new Cancellation(), SignedIn::in);
    return new AcsTokens(client, session, body, first);
  }

  /**
   * Returns the credential for {@code ChatClientBuilder.credential} and similar methods of the ACS
   * SDKs. It keeps its token valid until {@link #signOut} or {@link #close}: the package refreshes
   * the token ahead of time, and the SDK uses the old one until it expires, and then the new one.
   *
   * <p>After {@code signOut} or {@code close}, the SDK's own {@link RuntimeException} says that the
   * credential is closed. Only a request that already waits for a token then fails with {@link
   * SignedOutException}.
   */
  public CommunicationTokenCredential credential() {
    return credential;
  }

  /** Returns the endpoint of the ACS resource, which {@code ChatClientBuilder} needs. */
  public String endpoint() {
    return endpoint;
  }

  /** Returns the user's ACS identity, such as {@code 8:acs:…}. */
  public String communicationUserId() {
    return communicationUserId;
  }

  /**
   * Closes the credential, then revokes every token of the user, on all devices. ACS may take up to
   * 15 minutes for it. If it fails, it can be called again; a token that is not revoked expires
   * after a day at most.
   *
   * @throws RefusedException if the endpoint refuses the request
   * @throws UnavailableException if six attempts failed, which takes at least a minute
   * @throws SignedOutException if the tokens are closed before the revocation
   */
  public void signOut() throws InterruptedException {
    closeCredential();
    client.send(
        new Request("DELETE", TOKENS, ""),
        cancellation,
        response -> response.status() == 204 ? Optional.of(true) : Optional.empty());
  }

  /**
   * Ends the tokens on this device without revoking them. There is no request and no timer
   * afterwards.
   */
  @Override
  public void close() {
    closeCredential();
    cancellation.cancel();
  }

  private void closeCredential() {
    kept.close();
    try {
      credential.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The options without a Mono would block the thread that needs a token.
  @SuppressWarnings("deprecation")
  private static CommunicationTokenCredential credential(KeptToken kept, String first) {
    try {
      return new CommunicationTokenCredential(
          new CommunicationTokenRefreshOptions(() -> Mono.fromFuture(kept.valid()), false, first));
    } catch (RuntimeException e) {
      // The SDK cannot read the token, which its exception may quote.
      kept.close();
      throw new UnavailableException(200);
    }
  }

  private static String json(String... scopes) {
    var text = new StringWriter();
    try (JsonWriter writer = JsonProviders.createWriter(text)) {
      writer.writeStartObject();
      writer.writeArrayField("scopes", scopes, JsonWriter::writeString);
      writer.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
