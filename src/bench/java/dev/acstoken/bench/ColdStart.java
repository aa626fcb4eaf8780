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

  private static final Pattern JARS_OF_BARE =
      Pattern.compile(
          "(azure-(communication|core|functions|identity|json|xml)|jackson|react|slf4j-api|msal4j).*"
              + "|.*jdk-httpclient.*");

  static final String BARE = "bare function";
  static final String UNPRIMED = "endpoint without priming";
  static final String ENDPOINT = "endpoint";

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

  /**
   * The measurements of one start.
   *
   * @param millis from the start of the process to the token
   * @param cpuMillis the CPU time of the process until then
   * @param requestMillis from the call of the function to the token
   * @param classes the number of classes loaded
   */
  record Start(double millis, double cpuMillis, double requestMillis, int classes) {}

  /** Starts each way once per round, so that other load on the machine affects all of them. */
  Map<String, List<Start>> run(Quota quota, int rounds) throws IOException, URISyntaxException {
    var keys = upstream.withKeys();
    var managedIdentity = upstream.withManagedIdentity();
    List<Program> programs =
        List.of(
            new Program(BARE, bare(), keys),
            new Program(UNPRIMED, endpoint("cold"), keys),
            new Program(ENDPOINT, endpoint("warm"), keys),
            new Program("bare function, managed identity", bare(), managedIdentity),
            new Program("endpoint, managed identity", endpoint("warm"), managedIdentity));
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Program program : programs) {
        starts
            .computeIfAbsent(program.name(), name -> new ArrayList<>())
            .add(start(program, quota));
      }
    }
    return starts;
  }

  /** A JVM to start: its name in the table, its options and its environment. */
  private record Program(String name, List<String> options, Map<String, String> environment) {}

  private Start start(Program program, Quota quota) throws IOException {
    long start = System.nanoTime();
    var options = withWorkersOptions(program.options());
    try (Jvm jvm = Jvm.start(quota, options, program.environment())) {
      String status = jvm.line();
      double millis = (System.nanoTime() - start) / 1e6;
      double cpuMillis = jvm.cpuTime().toNanos() / 1e6;
      if (!"200".equals(status)) {
        throw new IOException("Status " + status + " instead of a first token: " + program.name());
      }
      return new Start(
          millis, cpuMillis, Double.parseDouble(jvm.line()), Integer.parseInt(jvm.line()));
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
  Map<String, Phase> phases(int rounds) throws IOException, URISyntaxException {
    Map<String, Phase> phases = new LinkedHashMap<>();
    List<Double> loading = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      var options = withWorkersOptions(program(stagedJars(), Phases.class));
      try (Jvm jvm = Jvm.start(new Unlimited(), options, upstream.withKeys())) {
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
            .filter(jar -> JARS_OF_BARE.matcher(Path.of(jar).getFileName().toString()).matches())
            .collect(joining(File.pathSeparator));
    return List.of("-cp", jars + File.pathSeparator + launcher, BareFirstToken.class.getName());
  }

  private List<String> endpoint(String warmth) throws IOException, URISyntaxException {
    List<String> options = new ArrayList<>(program(stagedJars(), FirstToken.class));
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

  private void copyClasses(Path folder) throws IOException {
    Files.createDirectories(launcher.resolve(folder));
    try (Stream<Path> classes = Files.list(Path.of("target", "test-classes").resolve(folder))) {
      for (Path type : classes.filter(Files::isRegularFile).toList()) {
        Files.copy(type, launcher.resolve(folder).resolve(type.getFileName()));
      }
    }
  }
}
