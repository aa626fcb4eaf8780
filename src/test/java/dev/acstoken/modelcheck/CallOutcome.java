package dev.acstoken.modelcheck;

import java.util.Arrays;

/** The outcome of a port call. */
enum CallOutcome {
  SUCCEEDS(""),
  /** The call fails before its effect, and the caller sees the failure. */
  FAILS("-"),
  /** The call takes effect, but its response is lost, and the caller sees a failure. */
  LOSES_ITS_RESPONSE("~"),
  /** The call has no effect, and ACS wrongly responds that it does not know the identity. */
  IS_DENIED("x"),
  /** The caller dies before the call takes effect. */
  CRASHES_BEFORE("!"),
  /** The caller dies after the call took effect. */
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
