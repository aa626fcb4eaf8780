package dev.acstoken.identity;

import java.util.Optional;

/**
 * The configured ACS resource. It decides which mapped identities belong to the resource, without a
 * call to ACS.
 *
 * @param endpoint the resource's endpoint, without a trailing slash
 * @param resourceId the resource's immutable id, a GUID in lower case; empty if it is unknown
 * @param replacedEndpoint the endpoint of another ACS resource whose identities the operator has
 *     given up, so that they may be replaced; empty if there is none
 */
public record AcsResource(
    String endpoint, Optional<String> resourceId, Optional<String> replacedEndpoint) {

  /** Returns a resource that is known by its endpoint only and replaces no other. */
  public static AcsResource at(String endpoint) {
    return new AcsResource(endpoint, Optional.empty(), Optional.empty());
  }

  /**
   * Returns whether the mapped identity belongs to this resource. The resource id inside the
   * identity decides if both ids are known, because one resource can have several endpoints, and a
   * resource that was created again has the endpoint of its predecessor. Otherwise the endpoint
   * decides.
   */
  public boolean owns(Mapping mapping) {
    Optional<String> owner = mapping.communicationUserId().resourceId();
    return (resourceId.isPresent() && owner.isPresent())
        ? resourceId.equals(owner)
        : isSameEndpoint(mapping.acsEndpoint(), endpoint);
  }

  /**
   * Returns whether the mapped identity belongs to the resource whose identities may be replaced.
   */
  public boolean replaces(Mapping mapping) {
    return !owns(mapping)
        && replacedEndpoint.filter(old -> isSameEndpoint(mapping.acsEndpoint(), old)).isPresent();
  }

  private static boolean isSameEndpoint(String one, String other) {
    return one.equals(other) || normalized(one).equals(normalized(other));
  }

  // A row that somebody else wrote may contain any text.
  private static String normalized(String endpoint) {
    try {
      return HttpsOrigin.parse(endpoint).toString();
    } catch (IllegalArgumentException e) {
      return endpoint;
    }
  }
}
