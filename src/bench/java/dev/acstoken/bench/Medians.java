package dev.acstoken.bench;

import java.util.List;

/** Computes medians of repeated measurements. */
final class Medians {

  private Medians() {}

  static double of(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
