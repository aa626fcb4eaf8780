package dev.acstoken.identity;

import java.util.regex.Pattern;

/**
 * The text form of a GUID, which identifies Entra ID's tenants, applications and users, and ACS
 * resources.
 */
public final class Guid {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Guid() {}

  public static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }
}
