package dev.acstoken.identity.protocol.modelcheck;

import java.util.Arrays;

/** What becomes of a port call. */
enum CallOutcome {
  SUCCEEDS(""),
  /** It fails before its effect, and the caller is told. */
  FAILS("-"),
  /** Its effect happens, and the caller is told that it failed. */
  LOSES_ITS_RESPONSE("~"),
  /** The caller dies before the effect. */
  CRASHES_BEFORE("!"),
  /** The caller dies after the effect. */
  CRASHES_AFTER("?");

  private final String sign;

  CallOutcome(String sign) {
    this.sign = sign;
  }

  static CallOutcome ofSign(String sign) {
    return Arrays.stream(values())
        .filter(outcome -> outcome.sign.equals(sign))
        .findFirst()
        .orElseThrow();
  }

  String sign() {
    return sign;
  }

  boolean hasEffect() {
    return this == SUCCEEDS || this == LOSES_ITS_RESPONSE || this == CRASHES_AFTER;
  }

  boolean isCrash() {
    return this == CRASHES_BEFORE || this == CRASHES_AFTER;
  }
}
