package dev.acstoken.bench;

import static dev.acstoken.bench.Report.text;
import static java.util.Objects.requireNonNull;

import dev.acstoken.bench.Load.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Runs the same load in several ways, round by round, so that other load on the machine affects all
 * of them. The figures are medians of the rounds, and their ratios are those to the bare function.
 */
final class Comparison {

  static final int ROUNDS = 3;

  private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

  private Comparison() {}

  /** A way in a process, and its name in tables. */
  record Variant(String name, LoadProcess process, Way way) {
    Variant(LoadProcess process, Way way) {
      this(way.toString(), process, way);
    }
  }

  /** The result of a load, and the numbers of calls to ACS, the table and the issuer's keys. */
  private record Round(Result result, List<Long> calls) {}

  static Comparison of(Upstream upstream, List<Variant> variants, int callers, double seconds) {
    Comparison comparison = new Comparison();
    for (int round = 0; round < ROUNDS; round++) {
      for (Variant variant : variants) {
        comparison
            .rounds
            .computeIfAbsent(variant.name(), name -> new ArrayList<>())
            .add(measure(upstream, variant, callers, seconds));
      }
    }
    return comparison;
  }

  private static Round measure(Upstream upstream, Variant variant, int callers, double seconds) {
    List<Long> before = upstream.counts();
    Result result = variant.process().run(variant.way(), callers, seconds);
    List<Long> after = upstream.counts();
    return new Round(
        result,
        IntStream.range(0, before.size()).mapToObj(i -> after.get(i) - before.get(i)).toList());
  }

  List<String> names() {
    return List.copyOf(rounds.keySet());
  }

  double median(String name, ToDoubleFunction<Result> figure) {
    return Medians.of(
        ofName(name).stream().map(round -> figure.applyAsDouble(round.result())).toList());
  }

  double ratio(String name, ToDoubleFunction<Result> figure) {
    return median(name, figure) / median(Way.BARE.toString(), figure);
  }

  /** Returns the median and, in brackets, its ratio. */
  String cell(String format, String name, ToDoubleFunction<Result> figure) {
    return text(format + " (%.2f)", median(name, figure), ratio(name, figure));
  }

  /** Returns the numbers of calls per token to ACS, the table and the issuer's keys. */
  List<Double> calls(String name) {
    List<Round> all = ofName(name);
    double tokens = all.stream().mapToLong(round -> round.result().count()).sum();
    return IntStream.range(0, 3)
        .mapToObj(i -> all.stream().mapToLong(round -> round.calls().get(i)).sum() / tokens)
        .toList();
  }

  private List<Round> ofName(String name) {
    return requireNonNull(rounds.get(name));
  }

  /** Adds all results to the raw numbers. */
  void addTo(Report report, String load) {
    rounds.forEach(
        (name, all) ->
            all.forEach(
                round ->
                    report.raw("%s,%s,%s", load, name.replace(',', ';'), round.result().toLine())));
  }
}
