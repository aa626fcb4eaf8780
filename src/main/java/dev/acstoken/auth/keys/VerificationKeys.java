package dev.acstoken.auth.keys;

import static java.util.stream.Collectors.groupingBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a key set that can verify signatures. Keys that cannot be parsed or used are skipped,
 * because one unusable key must not make the others unusable.
 */
final class VerificationKeys {

  // Each candidate costs a verification, and anyone can send tokens without a key id. OpenID
  // Connect requires a key id where an issuer has several keys.
  private static final int MAX_CANDIDATES = 50;

  private final List<VerificationKey> keys;
  private final Map<Optional<String>, List<VerificationKey>> keysById;
  private final Set<String> ids;
  private final int skipped;

  private VerificationKeys(List<VerificationKey> keys, Set<String> ids, int skipped) {
    this.keys = List.copyOf(keys);
    this.keysById = keys.stream().collect(groupingBy(VerificationKey::id));
    this.ids = Set.copyOf(ids);
    this.skipped = skipped;
  }

  /**
   * Parses a key set, key by key.
   *
   * @param published the elements of the array {@code keys}
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517, section 5</a>
   */
  static VerificationKeys parse(List<?> published) {
    var keys = new ArrayList<VerificationKey>();
    var ids = new HashSet<String>();
    for (Object element : published) {
      if (element instanceof Map<?, ?> members && members.get("kid") instanceof String id) {
        ids.add(id);
      }
      try {
        keys.add(JwkParser.parse(element));
      } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
        // It is counted as skipped. The library throws other exceptions than it declares.
      }
    }
    return new VerificationKeys(keys, ids, published.size() - keys.size());
  }

  /**
   * Returns the keys that may have signed a token: those with its key id, otherwise those without a
   * key id. A token without a key id may be signed by any key.
   *
   * @param issuer the issuer that the token names
   */
  List<PublicKey> candidates(JWSHeader header, String issuer) {
    return selectById(header.getKeyID()).stream()
        .filter(key -> key.canVerify(header.getAlgorithm(), issuer))
        .limit(MAX_CANDIDATES)
        .map(VerificationKey::key)
        .toList();
  }

  /** Returns whether the key set contains a key with this id, even if it is unusable. */
  boolean hasId(String id) {
    return ids.contains(id);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  int size() {
    return keys.size();
  }

  /** Returns the number of keys that cannot be parsed or cannot verify tokens. */
  int skipped() {
    return skipped;
  }

  private List<VerificationKey> selectById(@Nullable String id) {
    if (id == null) {
      return keys;
    }
    Optional<String> searched = ids.contains(id) ? Optional.of(id) : Optional.empty();
    return keysById.getOrDefault(searched, List.of());
  }
}
