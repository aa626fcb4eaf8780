package dev.acstoken.devhost;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Recognizes changes of files by their hashes. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
