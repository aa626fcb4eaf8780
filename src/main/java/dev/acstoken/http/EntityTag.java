package dev.acstoken.http;

import dev.acstoken.identity.protocol.AccessPolicies.Access;

/**
 * The strong entity tag of an access policy. Two policies have the same tag if and only if they are
 * equal. A tag contains no {@code -}, with which proxies begin what they add to it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-etag">RFC 9110, ETag</a>
 */
final class EntityTag {

  private EntityTag() {}

  static String of(Access access) {
    String scopes = access.scopes().joined("+");
    return access.isDefault() ? "\"default+" + scopes + '"' : "\"own+" + scopes + '"';
  }
}
