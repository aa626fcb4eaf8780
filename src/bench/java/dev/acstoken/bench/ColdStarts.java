package dev.acstoken.bench;

import static dev.acstoken.bench.Report.text;
import static java.util.Objects.requireNonNull;

import dev.acstoken.bench.ColdStart.Phase;
import dev.acstoken.bench.ColdStart.Start;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Compares the first tokens of cold processes within different limits of CPU time. */
final class ColdStarts {

  private static final int ROUNDS = Integer.getInteger("coldStarts", 10);
  private static final double MAX_RATIO = 1.00;
  private static final double MAX_MILLIS_OF_A_REQUEST = 8_000;

  private final ColdStart cold;
  private final Quotas quotas;
  private final Report report;
  private final Map<Limit, Map<String, List<Start>>> starts = new LinkedHashMap<>();
  private final List<String> means = new ArrayList<>();

  ColdStarts(ColdStart cold, Quotas quotas, Report report) {
    this.cold = cold;
    this.quotas = quotas;
    this.report = report;
  }

  /** A limit of the CPU time of the measured process. */
  private enum Limit {
    TWO_CORES("2 cores", 2, ROUNDS),
    ONE_CORE("1 core", 1, ROUNDS),
    // A start takes several seconds.
    QUARTER_CORE("¼ core", 0.25, Math.max(1, ROUNDS / 3));

    private final String title;
    private final double cores;
    private final int rounds;

    Limit(String title, double cores, int rounds) {
      this.title = title;
      this.cores = cores;
      this.rounds = rounds;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  void run(Charts charts) throws IOException, URISyntaxException {
    for (Limit limit : Limit.values()) {
      measure(limit);
    }
    print();
    setGoals();
    report.print("");
    report.print(
        "%s",
        charts.draw(
            "cold-start",
            ratios("First token: time ÷ the bare function's", Start::millis),
            ratios("First token: CPU time ÷ the bare function's", Start::cpuMillis)));
    print(cold.phases(ROUNDS));
  }

  // Without the means for a limit, the machine itself is the limit if it has no more cores.
  private void measure(Limit limit) throws IOException, URISyntaxException {
    boolean isWholeMachine = limit.cores >= Runtime.getRuntime().availableProcessors();
    Optional<Quota> possible =
        quotas
            .of(limit.cores)
            .or(() -> isWholeMachine ? Optional.of(new Unlimited()) : Optional.empty());
    if (possible.isPresent()) {
      try (Quota quota = possible.get()) {
        means.add(limit + ": " + quota);
        starts.put(limit, cold.run(quota, limit.rounds));
      }
    } else {
      means.add(limit + ": left out, because this machine cannot limit a process to it");
    }
  }

  private void print() {
    report.print("");
    report.print("CPU time is limited as follows: %s.", String.join("; ", means));
    report.print("");
    report.print("%s", row("JVM start to first token", limit -> limit + ", ms | CPU ms"));
    report.print("|---%s|", "|---|---".repeat(starts.size()));
    for (String way : ways()) {
      report.print(
          "%s",
          row(
              way,
              limit ->
                  cell(limit, way, Start::millis) + " | " + cell(limit, way, Start::cpuMillis)));
    }
    starts.forEach(
        (limit, ofLimit) ->
            ofLimit.forEach((way, ofWay) -> ofWay.forEach(start -> raw(limit, way, start))));
  }

  private List<String> ways() {
    return List.copyOf(starts.values().iterator().next().keySet());
  }

  private String row(String title, Function<Limit, String> cells) {
    return "| "
        + title
        + " | "
        + String.join(" | ", starts.keySet().stream().map(cells).toList())
        + " |";
  }

  private String cell(Limit limit, String way, ToDoubleFunction<Start> figure) {
    return text("%.0f (%.2f)", median(limit, way, figure), ratio(limit, way, figure));
  }

  private void raw(Limit limit, String way, Start start) {
    report.raw(
        "cold,%s,%s,%.0f,%.0f,%.0f,%d",
        limit,
        way.replace(',', ';'),
        start.millis(),
        start.cpuMillis(),
        start.requestMillis(),
        start.classes());
  }

  private void setGoals() {
    if (starts.containsKey(Limit.ONE_CORE)) {
      String title = "first token on one core ÷ the bare function's: ";
      ratioGoal(title + "CPU time", Limit.ONE_CORE, Start::cpuMillis);
      ratioGoal(title + "time", Limit.ONE_CORE, Start::millis);
    }
    if (starts.containsKey(Limit.QUARTER_CORE)) {
      ratioGoal(
          "first token on a quarter core ÷ the bare function's: time",
          Limit.QUARTER_CORE,
          Start::millis);
      double longest =
          starts.get(Limit.QUARTER_CORE).entrySet().stream()
              .filter(way -> way.getKey().startsWith(ColdStart.ENDPOINT))
              .flatMap(way -> way.getValue().stream())
              .mapToDouble(Start::requestMillis)
              .max()
              .orElseThrow();
      report.goal(
          "longest request of the endpoint on a quarter core ≤ 8 s",
          text("%.1f s", longest / 1000),
          longest <= MAX_MILLIS_OF_A_REQUEST);
    }
  }

  private void ratioGoal(String what, Limit limit, ToDoubleFunction<Start> figure) {
    report.goal(what, MAX_RATIO, ratio(limit, ColdStart.ENDPOINT, figure));
  }

  private double ratio(Limit limit, String way, ToDoubleFunction<Start> figure) {
    return median(limit, way, figure) / median(limit, ColdStart.BARE, figure);
  }

  private double median(Limit limit, String way, ToDoubleFunction<Start> figure) {
    List<Start> ofWay = requireNonNull(requireNonNull(starts.get(limit)).get(way));
    return Medians.of(ofWay.stream().mapToDouble(figure).boxed().toList());
  }

  private Charts.Panel ratios(String title, ToDoubleFunction<Start> figure) {
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    for (String way : ways()) {
      Map<String, Double> bars = new LinkedHashMap<>();
      starts.keySet().forEach(limit -> bars.put(limit.toString(), ratio(limit, way, figure)));
      series.put(way, bars);
    }
    return new Charts.Panel(title, "ratio", "0.00", "limit of CPU time", series);
  }

  private void print(Map<String, Phase> phases) {
    report.print("");
    report.print("| phases of a first token, in order | ms, median | classes |");
    report.print("|---|---|---|");
    phases.forEach(
        (name, phase) -> {
          String classes =
              phase.classes().isEmpty() ? "" : text("%.0f", Medians.of(phase.classes()));
          report.print("| %s | %.0f | %s |", name, Medians.of(phase.millis()), classes);
          report.raw("phase,%s,%s", name.replace(',', ';'), phase.millis());
        });
  }
}
