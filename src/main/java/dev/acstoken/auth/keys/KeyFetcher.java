package dev.acstoken.auth.keys;

import static dev.acstoken.auth.keys.LinkedAddress.show;

import dev.acstoken.identity.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches the key set of an issuer, whose metadata document may have to be fetched first. */
final class KeyFetcher implements KeySource {

  private final KeyLocation location;
  private final DocumentClient documents;

  KeyFetcher(KeyLocation location, HttpClient http) {
    this.location = location;
    this.documents = new DocumentClient(http);
  }

  @Override
  public VerificationKeys fetch(FetchTimeouts timeouts)
      throws FetchException, InterruptedException {
    Deadline all = Deadline.in(timeouts.total());
    URI address =
        location instanceof KeyLocation.Metadata metadata
            ? keySet(metadata, documents.fetch(metadata.uri(), timeouts.forDocument(all)))
            : location.uri();
    Map<String, Object> keySet = documents.fetch(address, timeouts.forDocument(all));
    if (!(keySet.get("keys") instanceof List<?> published)) {
      throw new FetchException(show(address) + " is not a key set, because it has no keys array.");
    }
    var keys = VerificationKeys.parse(published);
    if (keys.isEmpty()) {
      throw new FetchException(
          FetchException.Kind.NO_USABLE_KEY,
          "The key set at %s has no usable key. Its %d keys cannot verify tokens."
              .formatted(show(address), published.size()));
    }
    return keys;
  }

  @Override
  public URI address() {
    return location.uri();
  }

  private static URI keySet(KeyLocation.Metadata metadata, Map<String, Object> document)
      throws FetchException {
    // Without this check, one tenant's document could supply the keys for another tenant.
    if (!metadata.issuer().equals(document.get("issuer"))) {
      throw otherIssuer(metadata, document.get("issuer"));
    }
    if (!(document.get("jwks_uri") instanceof String keySet)) {
      throw new FetchException(
          show(metadata.uri()) + " names no key set, because it has no text jwks_uri.");
    }
    return LinkedAddress.inDocument(metadata.uri(), keySet);
  }

  private static FetchException otherIssuer(KeyLocation.Metadata metadata, @Nullable Object named) {
    if (!(named instanceof String issuer)) {
      return new FetchException(show(metadata.uri()) + " names no issuer.");
    }
    return new FetchException(
        FetchException.Kind.OTHER_ISSUER,
        ("The issuer is configured as %s, but its metadata at %s names the issuer %s. Configure"
                + " the issuer exactly as its metadata and its tokens name it, or correct the"
                + " address of the metadata.")
            .formatted(show(metadata.issuer()), show(metadata.uri()), show(issuer)));
  }
}
