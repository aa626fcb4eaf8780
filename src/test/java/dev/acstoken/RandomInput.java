package dev.acstoken;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A source of random inputs for tests of parsers.
 *
 * <p>Each run generates new inputs. A failed check names the seed of its input, and {@code
 * -DfuzzSeed=} with {@code -DfuzzInputs=1} generates that input again.
 */
public final class RandomInput {

  private static final int INPUTS = Integer.getInteger("fuzzInputs", 1000);
  private static final long FIRST_SEED =
      Long.getLong("fuzzSeed", new SplittableRandom().nextLong(Long.MAX_VALUE / 2));

  // Characters at which parsers of headers, JSON, URLs and logs change their mind.
  private static final String DELIMITERS = "\0\t\n\r \"'%&+,-./:;<=>?@[\\]^_{|}~\u007f\u0085\ufeff";

  private final SplittableRandom random;

  private RandomInput(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A check of one input. */
  @FunctionalInterface
  public interface Check<T> {
    void accept(T input) throws Exception;
  }

  /** Checks as many generated inputs as the system property {@code fuzzInputs} says. */
  public static <T> void check(Function<RandomInput, T> generator, Check<T> check) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + INPUTS; seed++) {
      T input = generator.apply(new RandomInput(seed));
      try {
        check.accept(input);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("Input of -DfuzzSeed=" + seed + ": " + input, e);
      }
    }
  }

  /** Returns a number from {@code min} to {@code max}, both included. */
  public int number(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  /** Returns one of the values. */
  @SafeVarargs
  public final <T> T oneOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** Returns the value of one of the generators. */
  @SafeVarargs
  public final <T> T oneOf(Function<RandomInput, T>... generators) {
    return generators[random.nextInt(generators.length)].apply(this);
  }

  /** Returns {@code min} to {@code max} generated values. */
  public <T> List<T> list(int min, int max, Function<RandomInput, T> generator) {
    return Stream.generate(() -> generator.apply(this)).limit(length(min, max)).toList();
  }

  /**
   * Returns a text of {@code min} to {@code max} characters of all kinds: ASCII, delimiters,
   * control characters, other scripts, and surrogates, paired or not.
   */
  public String text(int min, int max) {
    return string(length(min, max), RandomInput::anyCharacter);
  }

  /** Returns a text of {@code min} to {@code max} characters between the two. */
  public String text(int min, int max, char first, char last) {
    return string(length(min, max), input -> input.number(first, last));
  }

  // The ends of a range are more often wrong than its middle.
  private int length(int min, int max) {
    return switch (number(0, 9)) {
      case 0 -> min;
      case 1 -> max;
      case 2 -> Math.min(max, min + 1);
      default -> number(min, max);
    };
  }

  private int anyCharacter() {
    return switch (number(0, 9)) {
      case 0, 1, 2, 3 -> number('!', '~');
      case 4, 5 -> DELIMITERS.charAt(number(0, DELIMITERS.length() - 1));
      case 6 -> number(0, 0xff);
      case 7 -> number(0xd800, 0xdfff);
      default -> number(0, 0xffff);
    };
  }

  private String string(int length, Function<RandomInput, Integer> character) {
    return IntStream.range(0, length)
        .mapToObj(index -> Character.toString((char) (int) character.apply(this)))
        .collect(Collectors.joining());
  }
}
