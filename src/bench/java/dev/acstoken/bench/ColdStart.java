package dev.acstoken.bench;

import static java.util.stream.Collectors.joining;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures the time from the start of a JVM to the first token, with the Java worker's JVM options.
 */
final class ColdStart {

  private static final int ROUNDS = Integer.getInteger("coldStarts", 10);
  private static final Pattern BARE =
      Pattern.compile(
          "(azure-(communication|core|identity|json|xml)|jackson|react|slf4j-api|msal4j).*"
              + "|.*jdk-httpclient.*");

  static final String BARE_WAY = "bare function";
  static final String STAGED_WAY = "endpoint, priming";

  private final Upstream upstream;
  private final Path staged;
  private final Path launcher;

  /** Uses the staged package and an empty folder. */
  ColdStart(Upstream upstream, Path staged, Path folder) throws IOException {
    this.upstream = upstream;
    this.staged = staged;
    this.launcher = folder;
    for (String name : List.of("bench", "devhost")) {
      copyClasses(Path.of("dev", "acstoken", name));
    }
  }

  /** The milliseconds of each round, and the number of classes loaded. */
  record Result(List<Double> millis, int classes) {
    double median() {
      return Medians.of(millis);
    }
  }

  /** Runs each way once per round, so that other load on the machine affects all of them. */
  Map<String, Result> run() throws IOException, URISyntaxException {
    var keys = upstream.withKeys();
    var managedIdentity = upstream.withManagedIdentity();
    List<Start> ways =
        List.of(
            new Start(BARE_WAY, bare(), keys),
            new Start("endpoint, separate jars", endpoint(mavensJars(), "cold"), keys),
            new Start("endpoint, one jar", endpoint(stagedJars(), "cold"), keys),
            new Start(STAGED_WAY, endpoint(stagedJars(), "warm"), keys),
            new Start("bare, managed identity", bare(), managedIdentity),
            new Start(
                "endpoint, managed identity", endpoint(stagedJars(), "warm"), managedIdentity));
    Map<String, Result> results = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (Start way : ways) {
        var result = results.computeIfAbsent(way.name(), name -> new Result(new ArrayList<>(), 0));
        results.put(way.name(), start(way, result.millis()));
      }
    }
    return results;
  }

  /** A JVM to start: its name in the table, its options and its environment. */
  private record Start(String name, List<String> options, Map<String, String> environment) {}

  private Result start(Start way, List<Double> before) throws IOException {
    long start = System.nanoTime();
    try (Jvm jvm = Jvm.start(withWorkersOptions(way.options()), way.environment())) {
      String status = jvm.line();
      double millis = (System.nanoTime() - start) / 1e6;
      if (!"200".equals(status)) {
        throw new IOException("Status " + status + " instead of a first token: " + way.name());
      }
      before.add(millis);
      return new Result(before, Integer.parseInt(jvm.line()));
    }
  }

  /**
   * The measurements of one phase of a first token.
   *
   * @param millis the milliseconds of each round
   * @param classes the number of classes loaded in each round
   */
  record Phase(List<Double> millis, List<Double> classes) {}

  /**
   * Returns the phases by name, in order. The last entry is the time that all phases together spend
   * on class loading.
   */
  Map<String, Phase> phases() throws IOException, URISyntaxException {
    Map<String, Phase> phases = new LinkedHashMap<>();
    List<Double> loading = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      var options = withWorkersOptions(program(stagedJars(), Phases.class));
      try (Jvm jvm = Jvm.start(options, upstream.withKeys())) {
        for (String line = jvm.line(); !line.equals("end"); line = jvm.line()) {
          String[] parts = line.split(";", 3);
          var phase =
              phases.computeIfAbsent(
                  parts[0], name -> new Phase(new ArrayList<>(), new ArrayList<>()));
          phase.millis().add(Double.valueOf(parts[1]));
          phase.classes().add(Double.valueOf(parts[2]));
        }
        loading.add(millisOfClassLoading(jvm.jcmd("PerfCounter.print")));
      }
    }
    phases.put("class loading, included above", new Phase(loading, List.of()));
    return phases;
  }

  // HotSpot's own counters, in ticks of its clock.
  private static double millisOfClassLoading(List<String> counters) {
    return 1000 * counter(counters, "sun.cls.time=") / counter(counters, "sun.os.hrt.frequency=");
  }

  private static double counter(List<String> counters, String name) {
    return counters.stream()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private List<String> withWorkersOptions(List<String> options) {
    List<String> all = new ArrayList<>(Jvm.WORKERS_OPTIONS);
    all.addAll(upstream.trust());
    all.addAll(options);
    return all;
  }

  private List<String> bare() {
    String jars =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
            .filter(jar -> BARE.matcher(Path.of(jar).getFileName().toString()).matches())
            .collect(joining(File.pathSeparator));
    return List.of("-cp", jars + File.pathSeparator + launcher, BareFirstToken.class.getName());
  }

  private List<String> endpoint(String jars, String warmth) throws URISyntaxException {
    List<String> options = new ArrayList<>(program(jars, FirstToken.class));
    options.add(warmth);
    return options;
  }

  private List<String> program(String jars, Class<?> main) throws URISyntaxException {
    String workers =
        Path.of(Middleware.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    String classPath = String.join(File.pathSeparator, jars, launcher.toString(), workers);
    return List.of("-cp", classPath, main.getName());
  }

  private String stagedJars() throws IOException {
    try (Stream<Path> files = Files.walk(staged)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".jar"))
          .collect(joining(File.pathSeparator));
    }
  }

  // The application's jar, and the jars of the test class path.
  private String mavensJars() throws IOException {
    try (Stream<Path> files = Files.list(staged)) {
      return Stream.concat(
              files.map(Path::toString),
              Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator)))
          .filter(file -> file.endsWith(".jar"))
          .collect(joining(File.pathSeparator));
    }
  }

  private void copyClasses(Path folder) throws IOException {
    Files.createDirectories(launcher.resolve(folder));
    try (Stream<Path> classes = Files.list(Path.of("target", "test-classes").resolve(folder))) {
      for (Path type : classes.filter(Files::isRegularFile).toList()) {
        Files.copy(type, launcher.resolve(folder).resolve(type.getFileName()));
      }
    }
  }
}
