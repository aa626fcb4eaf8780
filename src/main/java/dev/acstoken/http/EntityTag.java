package dev.acstoken.http;

import static java.util.stream.Collectors.joining;

import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Access;

/**
 * An access policy's strong entity tag: two policies have the same one exactly if they say the
 * same.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110, ETag</a>
 */
final class EntityTag {

  private EntityTag() {}

  static String of(Access access) {
    String scopes = access.scopes().stream().sorted().map(TokenScope::value).collect(joining("+"));
    return access.isDefault() ? "\"default+" + scopes + '"' : "\"own+" + scopes + '"';
  }
}
