package dev.acstoken.bench;

import static dev.acstoken.bench.Report.text;
import static java.util.stream.Collectors.joining;

import dev.acstoken.bench.Comparison.Variant;
import dev.acstoken.bench.Load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Compares the latency and the CPU time of tokens from warm processes. */
final class WarmLoads {

  private static final double SECONDS = Double.parseDouble(System.getProperty("benchSeconds", "3"));
  private static final int DELAY_MILLIS = 20;
  private static final int MANY_CALLERS = 8;
  private static final String WITHOUT_READ_AHEAD = ", READ_AHEAD=false";
  private static final String ENDPOINT_WITHOUT_READ_AHEAD = Way.ENDPOINT + WITHOUT_READ_AHEAD;
  private static final String UNSEEN_WITHOUT_READ_AHEAD = Way.UNSEEN + WITHOUT_READ_AHEAD;
  private static final String ONE_CALL_EACH = "1.000 + 1.000 + 0.000";

  private static final double MAX_OF_BARE = 1.15;
  private static final double MAX_OF_BARE_UNSEEN = 2.1;
  private static final double MAX_CPU_OF_BARE = 1.7;

  private final Upstream upstream;
  private final Quota quota;
  private final Report report;
  private final Charts charts;
  private final Path users;

  WarmLoads(Upstream upstream, Quota quota, Report report, Charts charts, Path folder)
      throws IOException {
    this.upstream = upstream;
    this.quota = quota;
    this.report = report;
    this.charts = charts;
    this.users = Files.write(folder.resolve("users.txt"), upstream.bearers(maxUnseenUsers()));
  }

  // One caller gets less than a token in each delay.
  private static int maxUnseenUsers() {
    return (int) ((Comparison.ROUNDS + 1) * SECONDS * 1000 / DELAY_MILLIS) + 1;
  }

  void run() throws IOException {
    try (LoadProcess process = start(Jvm.WORKERS_OPTIONS, true);
        LoadProcess former = start(Jvm.WORKERS_OPTIONS, false)) {
      List<Variant> variants = new ArrayList<>(readingAhead(process));
      variants.add(new Variant(ENDPOINT_WITHOUT_READ_AHEAD, former, Way.ENDPOINT));
      warmUp(variants);
      upstream.delay(DELAY_MILLIS);
      compareLatencies(process, former);
      upstream.delay(0);
      Comparison workers = Comparison.of(upstream, variants, MANY_CALLERS, SECONDS);
      compareCpuTimes(workers, withOptimizingCompiler());
    }
  }

  private LoadProcess start(List<String> flags, boolean readAhead) throws IOException {
    return LoadProcess.start(upstream, quota, flags, readAhead, users);
  }

  private static List<Variant> readingAhead(LoadProcess process) {
    return Stream.of(Way.RAW, Way.SDK, Way.BARE, Way.READ, Way.VERIFY, Way.ENDPOINT)
        .map(way -> new Variant(process, way))
        .toList();
  }

  // Before it is measured, every way runs for twice that time, so that its code is compiled.
  private static void warmUp(List<Variant> variants) {
    for (Variant variant : variants) {
      var unused = variant.process().run(variant.way(), MANY_CALLERS, 2 * SECONDS);
    }
  }

  private void compareLatencies(LoadProcess process, LoadProcess former) throws IOException {
    List<Variant> seen =
        List.of(
            new Variant(process, Way.SDK),
            new Variant(process, Way.BARE),
            new Variant(process, Way.ENDPOINT),
            new Variant(ENDPOINT_WITHOUT_READ_AHEAD, former, Way.ENDPOINT));
    List<Variant> unseen =
        List.of(
            new Variant(process, Way.UNSEEN),
            new Variant(UNSEEN_WITHOUT_READ_AHEAD, former, Way.UNSEEN));
    for (Variant variant : unseen) {
      var unused = variant.process().run(variant.way(), 1, SECONDS);
    }
    report.print("");
    report.print(
        "| ACS and table 20 ms away | callers | median, ms | 99th percentile, ms | tokens/s |"
            + " calls per token: ACS + table + keys |");
    report.print("|---|---|---|---|---|---|");
    List<Variant> all = Stream.concat(seen.stream(), unseen.stream()).toList();
    Comparison one = Comparison.of(upstream, all, 1, SECONDS);
    print(one, 1);
    print(Comparison.of(upstream, seen, MANY_CALLERS, SECONDS), MANY_CALLERS);
    setLatencyGoals(one);
  }

  private void print(Comparison comparison, int callers) {
    for (String name : comparison.names()) {
      report.print(
          "| %s | %d | %s | %s | %s | %s |",
          name,
          callers,
          comparison.cell("%.1f", name, Result::p50),
          comparison.cell("%.1f", name, Result::p99),
          comparison.cell("%.0f", name, Result::perSecond),
          toText(comparison.calls(name)));
    }
    comparison.addTo(report, text("latency,%d", callers));
  }

  private void setLatencyGoals(Comparison one) throws IOException {
    String endpoint = Way.ENDPOINT.toString();
    String unseen = Way.UNSEEN.toString();
    report.goal("warm median ÷ the bare function's", MAX_OF_BARE, one.ratio(endpoint, Result::p50));
    report.beside("with `READ_AHEAD=false`", one.ratio(ENDPOINT_WITHOUT_READ_AHEAD, Result::p50));
    report.goal(
        "the same for a user whom the process has not seen",
        MAX_OF_BARE_UNSEEN,
        one.ratio(unseen, Result::p50));
    report.beside("with `READ_AHEAD=false`", one.ratio(UNSEEN_WITHOUT_READ_AHEAD, Result::p50));
    report.goal(
        "calls per token to ACS + table + keys: 1 + 1 + 0, also for such a user",
        toText(one.calls(endpoint)) + "; " + toText(one.calls(unseen)),
        Stream.of(endpoint, unseen)
            .allMatch(name -> toText(one.calls(name)).equals(ONE_CALL_EACH)));
    report.print("");
    report.print(
        "%s",
        charts.draw(
            "warm",
            new Charts.Panel(
                "Median latency ÷ the bare function's, ACS and table 20 ms away, one caller",
                "ratio",
                "0.00",
                "",
                byReadAhead(one, name -> one.ratio(name, Result::p50)))));
  }

  // The two ways of the endpoint to read the row are series, so that their bars are side by side.
  private static Map<String, Map<String, Double>> byReadAhead(
      Comparison comparison, ToDoubleFunction<String> figure) {
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    for (String name : comparison.names()) {
      boolean isAhead = !name.endsWith(WITHOUT_READ_AHEAD);
      series
          .computeIfAbsent("READ_AHEAD=" + isAhead, title -> new LinkedHashMap<>())
          .put(name.replace(WITHOUT_READ_AHEAD, ""), figure.applyAsDouble(name));
    }
    return series;
  }

  private static String toText(List<Double> calls) {
    return calls.stream().map(each -> text("%.3f", each)).collect(joining(" + "));
  }

  private Comparison withOptimizingCompiler() throws IOException {
    try (LoadProcess process = start(List.of(), true)) {
      List<Variant> variants = readingAhead(process);
      warmUp(variants);
      return Comparison.of(upstream, variants, MANY_CALLERS, SECONDS);
    }
  }

  private void compareCpuTimes(Comparison workers, Comparison optimized) throws IOException {
    report.print("");
    report.print(
        "| per operation, 8 callers, no delay | CPU µs, the worker's flags | CPU µs, with C2 |"
            + " KB allocated | per second |");
    report.print("|---|---|---|---|---|");
    for (String name : workers.names()) {
      report.print(
          "| %s | %s | %s | %.0f | %.0f |",
          name,
          workers.cell("%.0f", name, Result::cpuMicros),
          optimized.names().contains(name) ? optimized.cell("%.0f", name, Result::cpuMicros) : "",
          workers.median(name, Result::bytesEach) / 1024,
          workers.median(name, Result::perSecond));
    }
    workers.addTo(report, "cpu,worker");
    optimized.addTo(report, "cpu,C2");
    report.print("");
    report.print(
        "%s",
        charts.draw(
            "cpu",
            new Charts.Panel(
                "CPU time per operation at saturation, the worker's flags, 8 callers",
                "µs",
                "#,##0",
                "",
                byReadAhead(workers, name -> Math.rint(workers.median(name, Result::cpuMicros))))));
    report.goal(
        "CPU time per token at saturation ÷ the bare function's",
        MAX_CPU_OF_BARE,
        workers.ratio(Way.ENDPOINT.toString(), Result::cpuMicros));
    report.beside(
        "with `READ_AHEAD=false`", workers.ratio(ENDPOINT_WITHOUT_READ_AHEAD, Result::cpuMicros));
    report.beside("with C2", optimized.ratio(Way.ENDPOINT.toString(), Result::cpuMicros));
  }
}
