package dev.acstoken.bench;

import static java.util.Objects.requireNonNull;

import dev.acstoken.bench.ColdStart.Phase;
import dev.acstoken.bench.Load.Result;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Runs all measurements, and writes tables, raw numbers and charts to {@code target/bench}. */
final class Bench {

  private static final List<Integer> CALLERS = List.of(1, 8, 32);
  private static final List<Integer> DELAYS = List.of(0, 20);
  private static final double SECONDS = Double.parseDouble(System.getProperty("benchSeconds", "4"));

  private static final double MAX_OF_BARE = 1.10;
  private static final double MAX_OF_SDK_AND_READ = 1.15;
  private static final double MIN_OF_SDK_PER_CPU_SECOND = 0.60;
  private static final long MAX_BYTES = 8_500_000;

  private final List<String> table = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();
  private final List<String> goals = new ArrayList<>();
  private final Map<Way, Map<String, Double>> latencies = new EnumMap<>(Way.class);
  private final Path folder;
  private final Path staged;

  private Bench(Path folder, Path staged) {
    this.folder = folder;
    this.staged = staged;
  }

  /** Runs the benchmarks. The arguments are the output folder and the staged package. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    new Bench(folder, Path.of(args[1])).run();
    System.exit(0);
  }

  private void run() throws Exception {
    try (var upstream = new Upstream(folder)) {
      cold(upstream);
      warm(upstream);
      cpu(upstream);
      size();
    }
    print("");
    print("| goal | measured | met |");
    print("|---|---|---|");
    goals.forEach(this::print);
    Files.write(folder.resolve("table.md"), table);
    Files.write(folder.resolve("raw.csv"), raw);
  }

  private void cold(Upstream upstream) throws Exception {
    var cold = new ColdStart(upstream, staged, Files.createTempDirectory("bench-launcher"));
    var results = cold.run();
    double bare = requireNonNull(results.get(ColdStart.BARE_WAY)).median();
    print("| JVM start to first token | ms, median | ratio | classes |");
    print("|---|---|---|---|");
    Map<String, Double> medians = new LinkedHashMap<>();
    results.forEach(
        (name, result) -> {
          double median = result.median();
          medians.put(name, median);
          print("| %s | %.0f | %.2f | %d |", name, median, median / bare, result.classes());
          raw.add("cold," + name.replace(',', ';') + "," + result.millis());
        });
    chart("cold-start", "JVM start to first token, median", "ms", medians);
    double ratio = requireNonNull(results.get(ColdStart.STAGED_WAY)).median() / bare;
    goal("cold start ÷ the bare function's", "≤", MAX_OF_BARE, ratio);
    phases(cold.phases());
  }

  private void phases(Map<String, Phase> phases) {
    print("");
    print("| phases of a first token, in order | ms, median | classes |");
    print("|---|---|---|");
    phases.forEach(
        (name, phase) -> {
          String classes =
              phase.classes().isEmpty() ? "" : text("%.0f", Medians.of(phase.classes()));
          print("| %s | %.0f | %s |", name, Medians.of(phase.millis()), classes);
          raw.add("phase," + name.replace(',', ';') + "," + phase.millis());
        });
  }

  private void warm(Upstream upstream) throws IOException {
    try (Jvm loads = loads(upstream, Jvm.WORKERS_OPTIONS)) {
      print("");
      print(
          "| warm: ACS delay, callers | way | p50 ms | p99 ms | tokens/s | tokens per CPU s |"
              + " KB per token | ACS + table + keys per token |");
      print("|---|---|---|---|---|---|---|---|");
      for (int delay : DELAYS) {
        upstream.delay(delay);
        for (int callers : CALLERS) {
          warm(upstream, loads, delay, callers);
        }
      }
      upstream.delay(0);
    }
    latencyChart();
  }

  private void warm(Upstream upstream, Jvm loads, int delay, int callers) {
    Measured plain = measure(upstream, loads, Way.RAW, callers);
    Measured sdk = measure(upstream, loads, Way.SDK, callers);
    Measured read = measure(upstream, loads, Way.READ, callers);
    Measured endpoint = measure(upstream, loads, Way.ENDPOINT, callers);
    for (Measured measured : List.of(plain, sdk, endpoint)) {
      print("| %d ms, %d | %s |", delay, callers, measured.toRow(sdk.result()));
      latencies
          .computeIfAbsent(measured.way(), way -> new LinkedHashMap<>())
          .put(text("%d ms, %d", delay, callers), measured.result().p50() / sdk.result().p50());
    }
    for (Measured measured : List.of(plain, sdk, read, endpoint)) {
      raw.add(text("warm,%d,%d,%s,%s", delay, callers, measured.way(), measured.result().toLine()));
    }
    if (callers == 1 && delay > 0) {
      double ratio = endpoint.result().p50() / (sdk.result().p50() + read.result().p50());
      goal("p50 ÷ the sum of the SDK's and a table read's", "≤", MAX_OF_SDK_AND_READ, ratio);
      goals.add(
          text(
              "| calls per token to ACS + table + keys: 1 + 1 + 0 | %s | %s |",
              endpoint.calls(), yesOrNo(endpoint.calls().equals("1.000 + 1.000 + 0.000"))));
    }
    if (callers > 1 && delay == 0) {
      goal(
          text("tokens per CPU second ÷ the SDK's, %d callers", callers),
          "≥",
          MIN_OF_SDK_PER_CPU_SECOND,
          endpoint.result().perCpuSecond() / sdk.result().perCpuSecond());
    }
  }

  private static Measured measure(Upstream upstream, Jvm loads, Way way, int callers) {
    var before = upstream.counts();
    var result = run(loads, way, callers, SECONDS);
    return new Measured(way, result, perToken(before, upstream.counts(), result.count()));
  }

  /** The result of a load, and the upstream calls per token. */
  private record Measured(Way way, Result result, String calls) {

    /** Returns each figure with its ratio to the SDK's. */
    String toRow(Result sdk) {
      return text(
          "%s | %.2f (%.2f) | %.2f (%.2f) | %.0f (%.2f) | %.0f (%.2f) | %.0f | %s",
          way,
          result.p50(),
          result.p50() / sdk.p50(),
          result.p99(),
          result.p99() / sdk.p99(),
          result.perSecond(),
          result.perSecond() / sdk.perSecond(),
          result.perCpuSecond(),
          result.perCpuSecond() / sdk.perCpuSecond(),
          result.bytesEach() / 1024,
          calls);
    }
  }

  // Measures the parts of a token's CPU time separately.
  private void cpu(Upstream upstream) throws IOException {
    Map<Way, Result> workers = runAll(upstream, Jvm.WORKERS_OPTIONS);
    Map<Way, Result> optimized = runAll(upstream, List.of());
    print("");
    print(
        "| per operation, 8 callers | CPU µs, the worker's flags | CPU µs, with C2 | KB allocated |");
    print("|---|---|---|---|");
    Map<String, Double> bars = new LinkedHashMap<>();
    workers.forEach(
        (way, result) -> {
          double withC2 = requireNonNull(optimized.get(way)).cpuMicros();
          bars.put(way.toString(), result.cpuMicros());
          print(
              "| %s | %.0f | %.0f | %.0f |",
              way, result.cpuMicros(), withC2, result.bytesEach() / 1024);
          raw.add(text("cpu,%s,%.1f,%.1f", way, result.cpuMicros(), withC2));
        });
    chart("cpu", "CPU time per operation, the worker's flags, 8 callers", "µs", bars);
    goal(
        "tokens per CPU second with C2 ÷ the SDK's, 8 callers",
        "≥",
        MIN_OF_SDK_PER_CPU_SECOND,
        requireNonNull(optimized.get(Way.ENDPOINT)).perCpuSecond()
            / requireNonNull(optimized.get(Way.SDK)).perCpuSecond());
  }

  private static Map<Way, Result> runAll(Upstream upstream, List<String> flags) throws IOException {
    Map<Way, Result> results = new EnumMap<>(Way.class);
    try (Jvm loads = loads(upstream, flags)) {
      for (Way way : Way.values()) {
        results.put(way, run(loads, way, 8, SECONDS));
      }
    }
    return results;
  }

  // Before it is measured, every way runs for twice that time, so that its code is compiled.
  private static Jvm loads(Upstream upstream, List<String> flags) throws IOException {
    List<String> options = new ArrayList<>(flags);
    options.addAll(upstream.trust());
    options.addAll(Jvm.classPath());
    options.add(Loads.class.getName());
    Jvm loads = Jvm.start(options, upstream.withManagedIdentity());
    for (Way way : Way.values()) {
      var unused = run(loads, way, 8, 2 * SECONDS);
    }
    return loads;
  }

  private static Result run(Jvm loads, Way way, int callers, double seconds) {
    return Result.ofLine(loads.send(way.name() + " " + callers + " " + seconds));
  }

  private static String perToken(List<Long> before, List<Long> after, long count) {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      each.add(text("%.3f", (after.get(i) - before.get(i)) / (double) count));
    }
    return String.join(" + ", each);
  }

  private void size() throws IOException {
    try (Stream<Path> files = Files.walk(staged)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      long bytes = 0;
      for (Path jar : jars) {
        bytes += Files.size(jar);
      }
      goals.add(
          text(
              "| package ≤ %,d bytes | %,d bytes in %d jars | %s |",
              MAX_BYTES, bytes, jars.size(), yesOrNo(bytes <= MAX_BYTES)));
    }
  }

  private void goal(String what, String relation, double bound, double measured) {
    boolean isMet = relation.equals("≤") ? measured <= bound : measured >= bound;
    goals.add(text("| %s %s %.2f | %.2f | %s |", what, relation, bound, measured, yesOrNo(isMet)));
  }

  private static String yesOrNo(boolean isMet) {
    return isMet ? "yes" : "no";
  }

  private void chart(String name, String title, String unit, Map<String, Double> values)
      throws IOException {
    var chart = newChart(title, unit);
    chart.getStyler().setAvailableSpaceFill(0.5).setLegendVisible(false);
    List<Long> bars = values.values().stream().map(Math::round).toList();
    chart.addSeries(unit, new ArrayList<>(values.keySet()), bars);
    save(chart, name);
  }

  private void latencyChart() throws IOException {
    var chart = newChart("Median latency as a multiple of the direct SDK's", "ratio");
    chart.setXAxisTitle("ACS delay, callers at once");
    chart.getStyler().setAvailableSpaceFill(0.8).setYAxisDecimalPattern("0.00");
    latencies.forEach(
        (way, ratios) ->
            chart.addSeries(
                way.toString(),
                new ArrayList<>(ratios.keySet()),
                new ArrayList<>(ratios.values())));
    save(chart, "warm");
  }

  private static CategoryChart newChart(String title, String unit) {
    var chart =
        new CategoryChartBuilder().width(1100).height(360).title(title).yAxisTitle(unit).build();
    chart.getStyler().setLabelsVisible(true).setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  private void save(CategoryChart chart, String name) throws IOException {
    BitmapEncoder.saveBitmap(chart, folder.resolve(name).toString(), BitmapFormat.PNG);
  }

  private void print(String format, Object... values) {
    String line = values.length == 0 ? format : text(format, values);
    table.add(line);
    System.out.println(line);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
