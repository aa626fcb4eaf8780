package android.util;

import java.nio.charset.StandardCharsets;

/** What the ACS SDK for Android uses of Android, on a JVM. */
public final class Base64 {

  private Base64() {}

  /** Decodes, padded or not. */
  public static byte[] decode(String text, int flags) {
    return java.util.Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
