package dev.acstoken.auth.keys;

import com.nimbusds.jose.proc.SecurityContext;
import dev.acstoken.identity.Deadline;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for the key that signed a token. It serves for one token and one thread. */
public final class KeyRequest implements SecurityContext {

  private final String issuer;
  private final Deadline deadline;
  private @Nullable FetchedKeys selected;

  /**
   * Creates a request.
   *
   * @param issuer the issuer that the token names in {@code iss}
   * @param deadline the end of the time that the request may wait
   */
  public KeyRequest(String issuer, Deadline deadline) {
    this.issuer = issuer;
    this.deadline = deadline;
  }

  String issuer() {
    return issuer;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Remembers the keys from which candidates were selected. */
  void selectedFrom(FetchedKeys keys) {
    selected = keys;
  }

  Optional<FetchedKeys> selectedFrom() {
    return Optional.ofNullable(selected);
  }
}
