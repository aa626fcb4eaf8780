package android.util;

import java.nio.charset.StandardCharsets;

/** A replacement for Android's class, with the decoder that the ACS SDK uses. */
public final class Base64 {

  private Base64() {}

  /** Decodes text with or without padding. */
  public static byte[] decode(String text, int flags) {
    return java.util.Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
