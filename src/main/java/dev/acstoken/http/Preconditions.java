package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The preconditions of a request about a user's access policy: If-Match, then If-None-Match. {@code
 * *} matches every policy, because every user has one, inherited or custom. Conditions on dates are
 * ignored, because a policy has no date of its last modification.
 *
 * <p>A weak tag matches like a strong one in both headers, although RFC 9110 compares strongly for
 * If-Match: the tag names the policy and not the bytes of a response. A proxy that compresses
 * responses makes their tags weak or adds the name of the encoding to them, and could otherwise
 * make every conditional change fail.
 *
 * @param ifMatch accepts the tags that If-Match has; empty without the header
 * @param ifNoneMatch accepts the tags that If-None-Match has; empty without the header
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, section 13.2.2</a>
 */
public record Preconditions(
    Optional<Predicate<String>> ifMatch, Optional<Predicate<String>> ifNoneMatch)
    implements Precondition {

  /**
   * Reads the headers.
   *
   * @throws ServiceException if one of them is neither {@code *} nor a list of entity tags
   */
  public static Preconditions of(HttpRequestMessage<?> request) {
    return new Preconditions(read("If-Match", request), read("If-None-Match", request));
  }

  private static Optional<Predicate<String>> read(String name, HttpRequestMessage<?> request) {
    return Optional.ofNullable(request.getHeaders().get(name.toLowerCase(Locale.ROOT)))
        .map(
            value ->
                value.strip().equals("*")
                    ? tag -> true
                    : EntityTagList.parse(value).orElseThrow(() -> malformed(name))::contains);
  }

  /** If-Match does not stop a change that is already done: the request may be a retry. */
  @Override
  public void check(Access current, boolean isDone) {
    if (!isDone) {
      requireMatch(current);
    }
    if (matchesIfNoneMatch(current)) {
      throw failed("The current access policy matches If-None-Match.");
    }
  }

  /**
   * Returns whether the caller of a read already has the current policy.
   *
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if the policy does not
   *     match If-Match
   */
  boolean isNotModified(Access current) {
    requireMatch(current);
    return matchesIfNoneMatch(current);
  }

  private void requireMatch(Access current) {
    if (!ifMatch.map(tags -> tags.test(EntityTag.of(current))).orElse(true)) {
      throw failed("The current access policy does not match If-Match.");
    }
  }

  private boolean matchesIfNoneMatch(Access current) {
    return ifNoneMatch.map(tags -> tags.test(EntityTag.of(current))).orElse(false);
  }

  private static ServiceException failed(String detail) {
    return new ServiceException(ErrorCode.PRECONDITION_FAILED, detail);
  }

  private static ServiceException malformed(String name) {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The header " + name + " must be * or a list of entity tags in double quotes.");
  }
}
