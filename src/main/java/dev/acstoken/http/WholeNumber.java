package dev.acstoken.http;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Reads a number as JSON Schema defines integers, by its value: {@code 60}, {@code 60.0} and {@code
 * 6e1} are the same integer.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.1">JSON Schema,
 *     Instance Data Model</a>
 */
final class WholeNumber {

  private static final int DIGITS_OF_A_LONG = 18;

  private WholeNumber() {}

  /**
   * Returns the value.
   *
   * @param number a JSON number, which may have thousands of digits and any exponent
   * @return the value; empty if it is no integer or has more than 18 digits
   */
  static OptionalLong of(String number) {
    BigDecimal value;
    try {
      value = new BigDecimal(number).stripTrailingZeros();
    } catch (NumberFormatException | ArithmeticException e) {
      // The exponent has too many digits.
      return OptionalLong.empty();
    }
    long digits = (long) value.precision() - value.scale();
    return value.scale() > 0 || digits > DIGITS_OF_A_LONG
        ? OptionalLong.empty()
        : OptionalLong.of(value.longValueExact());
  }
}
