package dev.acstoken.identity;

/**
 * An identity's id at ACS, such as {@code 8:acs:…}. Opaque: ACS may change its form.
 *
 * @param value as ACS gave it
 */
public record CommunicationUserId(String value) {

  public CommunicationUserId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("ACS gave an identity without an id.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
