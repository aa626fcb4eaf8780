package dev.acstoken.auth;

import java.util.regex.Pattern;

/** The text form of Entra ID's ids of tenants, applications and users. */
public final class Guid {

  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Guid() {}

  public static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }
}
