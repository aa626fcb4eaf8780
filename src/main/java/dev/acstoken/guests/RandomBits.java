package dev.acstoken.guests;

import java.security.SecureRandom;

/** The source of ids and secrets that cannot be guessed. */
@FunctionalInterface
interface RandomBits {

  /** The random numbers of the JVM's strong generator. */
  RandomBits SECURE = RandomBits::next;

  /** Returns 16 bytes, each time others. */
  byte[] next128Bits();

  private static byte[] next() {
    byte[] bytes = new byte[InvitationId.BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
