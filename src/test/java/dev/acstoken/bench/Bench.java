package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.models.CommunicationTokenScope;
import dev.acstoken.TokenEndpoint;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.TokenRequest;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;

/** Runs everything and writes {@code target/bench}: a table, the raw numbers, and a chart. */
final class Bench {

  private static final List<Integer> CALLERS = List.of(1, 8, 32);
  private static final List<Integer> DELAYS = List.of(0, 20);
  private static final double SECONDS = Double.parseDouble(System.getProperty("benchSeconds", "4"));

  private final List<String> table = new ArrayList<>();
  private final List<String> raw = new ArrayList<>();
  private final Path folder;
  private final Path staged;

  private Bench(Path folder, Path staged) {
    this.folder = folder;
    this.staged = staged;
  }

  /** Takes a folder to write to and the staged package. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    new Bench(folder, Path.of(args[1])).run();
    System.exit(0);
  }

  private void run() throws Exception {
    try (var upstream = new Upstream(folder)) {
      cold(upstream);
      warm(upstream);
      size();
    }
    Files.write(folder.resolve("table.md"), table);
    Files.write(folder.resolve("raw.csv"), raw);
  }

  private void cold(Upstream upstream) throws Exception {
    Path launcher = Files.createTempDirectory("bench-launcher");
    var results = new ColdStart(upstream, staged, launcher).run();
    double floor = results.values().iterator().next().median();
    print("| JVM start to first token | ms, median | ratio | classes |");
    print("|---|---|---|---|");
    results.forEach(
        (name, result) -> {
          row(
              "%s | %.0f | %.2f | %d",
              name, result.median(), result.median() / floor, result.classes());
          raw.add("cold," + name.replace(',', ';') + "," + result.millis());
        });
    Map<String, Double> medians = new LinkedHashMap<>();
    results.forEach((name, result) -> medians.put(name, result.median()));
    chart(medians);
  }

  private void warm(Upstream upstream) throws Exception {
    Map<String, Callable<?>> ways = new LinkedHashMap<>();
    ways.put("raw java.net.http", new RawCall(upstream));
    var sdk = upstream.sdkClient();
    var user = new CommunicationUserIdentifier(upstream.identity());
    var scopes = List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP);
    ways.put("direct SDK", () -> sdk.getToken(user, scopes));
    var endpoint = TokenEndpoint.of(upstream.settings(), HttpClient::newBuilder);
    var bearer = Optional.of("Bearer " + upstream.bearer());
    ways.put("endpoint", () -> token(endpoint, bearer));
    for (var way : ways.values()) {
      var unused = Load.run(8, 2 * SECONDS, way);
    }
    print("");
    print(
        "| warm: ACS delay, callers | way | p50 ms | p99 ms | tokens/s | tokens per CPU s | KB each | ACS + table + keys each |");
    print("|---|---|---|---|---|---|---|---|");
    for (int delay : DELAYS) {
      upstream.delay(delay);
      for (int callers : CALLERS) {
        for (var way : ways.entrySet()) {
          measure(upstream, delay, callers, way.getKey(), way.getValue());
        }
      }
    }
  }

  private void measure(Upstream upstream, int delay, int callers, String name, Callable<?> call)
      throws Exception {
    var before = upstream.counts();
    var result = Load.run(callers, SECONDS, call);
    var after = upstream.counts();
    var each = new ArrayList<String>();
    for (int i = 0; i < before.size(); i++) {
      each.add(text("%.3f", (after.get(i) - before.get(i)) / (double) result.answers()));
    }
    row(
        "%d ms, %d | %s | %.2f | %.2f | %.0f | %.0f | %.0f | %s",
        delay,
        callers,
        name,
        result.millis(50),
        result.millis(99),
        result.perSecond(),
        result.perCpuSecond(),
        result.bytesEach() / 1024.0,
        String.join(" + ", each));
    raw.add(text("warm,%d,%d,%s", delay, callers, name));
    for (double percentile : new double[] {0, 50, 90, 99, 99.9, 100}) {
      raw.add(text("percentile,%s,%.3f", percentile, result.millis(percentile)));
    }
  }

  // All of the endpoint but the Functions host's part: who is it, may they, and what do they get.
  private static Object token(TokenEndpoint endpoint, Optional<String> bearer) {
    var caller = endpoint.authenticator().authenticate(bearer);
    return endpoint
        .tokens()
        .issue(caller.user(), TokenRequest.DEFAULT, Deadline.in(Duration.ofSeconds(8)));
  }

  private void size() throws Exception {
    try (Stream<Path> files = Files.walk(staged)) {
      List<Path> jars = files.filter(it -> it.toString().endsWith(".jar")).toList();
      long bytes = 0;
      for (Path jar : jars) {
        bytes += Files.size(jar);
      }
      print("");
      print(text("Staged: %,d bytes in %d jars.", bytes, jars.size()));
    }
  }

  private void chart(Map<String, Double> medians) throws Exception {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(400)
            .title("JVM start to first token, median")
            .yAxisTitle("ms")
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.addSeries(
        "ms", new ArrayList<>(medians.keySet()), new ArrayList<Number>(medians.values()));
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("cold-start").toString(), VectorGraphicsFormat.SVG);
  }

  private void row(String format, Object... values) {
    print("| " + text(format, values) + " |");
  }

  private void print(String line) {
    table.add(line);
    System.out.println(line);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
