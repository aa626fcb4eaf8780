package dev.acstoken.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes texts with SHA-256. */
public final class Sha256 {

  private Sha256() {}

  /** Returns the hash of the UTF-8 text as 64 lower-case hexadecimal digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(bytes(text));
  }

  /** Returns the hash of the UTF-8 text as 32 bytes. */
  public static byte[] bytes(String text) {
    return newDigest().digest(text.getBytes(UTF_8));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform supports SHA-256.", e);
    }
  }
}
