package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import java.io.BufferedReader;
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

/** From the start of a JVM to the first token, with the flags of the Java worker. */
final class ColdStart {

  private static final int ROUNDS = Integer.getInteger("coldStarts", 10);
  private static final Pattern BARE =
      Pattern.compile(
          "(azure-(communication|core|json|xml)|jackson|react|slf4j-api).*|.*jdk-httpclient.*");

  private final Upstream upstream;
  private final Path staged;
  private final Path launcher;

  /** The staged package and an empty folder. */
  ColdStart(Upstream upstream, Path staged, Path folder) throws IOException {
    this.upstream = upstream;
    this.staged = staged;
    this.launcher = folder;
    for (String name : List.of("bench", "local")) {
      copyClasses(Path.of("dev", "acstoken", name));
    }
  }

  /** Milliseconds of each round, and classes loaded. */
  record Result(List<Double> millis, int classes) {
    double median() {
      return millis.stream().sorted().toList().get(millis.size() / 2);
    }
  }

  /** Each way once a round, so that whatever else the machine does meets all of them. */
  Map<String, Result> run() throws IOException, InterruptedException, URISyntaxException {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put("bare: one ACS call", bare());
    ways.put("endpoint, jars as Maven has them, no warm-up", endpoint(mavensJars(), "cold"));
    ways.put("endpoint, staged, no warm-up", endpoint(stagedJars(), "cold"));
    ways.put("endpoint, staged", endpoint(stagedJars(), "warm"));
    Map<String, Result> results = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (var way : ways.entrySet()) {
        var result =
            results.computeIfAbsent(way.getKey(), name -> new Result(new ArrayList<>(), 0));
        results.put(way.getKey(), start(way.getValue(), result.millis()));
      }
    }
    return results;
  }

  private Result start(List<String> arguments, List<Double> before)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Jvm.PROGRAM, "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-noverify", "-Djava.net.preferIPv4Stack=true"));
    command.addAll(upstream.trust());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(upstream.settings());
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String status = out.readLine();
      double millis = (System.nanoTime() - start) / 1e6;
      if (!"200".equals(status)) {
        throw new IOException(status + " instead of a first token: " + arguments);
      }
      before.add(millis);
      return new Result(before, Integer.parseInt(out.readLine()));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private List<String> bare() throws URISyntaxException {
    String jars =
        Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
            .filter(it -> BARE.matcher(Path.of(it).getFileName().toString()).matches())
            .collect(joining(File.pathSeparator));
    return List.of("-cp", jars + File.pathSeparator + launcher, BareFirstToken.class.getName());
  }

  private List<String> endpoint(String jars, String warmth) throws URISyntaxException {
    String workers =
        Path.of(Middleware.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    String classPath = String.join(File.pathSeparator, jars, launcher.toString(), workers);
    return List.of("-cp", classPath, FirstToken.class.getName(), upstream.bearer(), warmth);
  }

  private String stagedJars() throws IOException {
    try (Stream<Path> files = Files.walk(staged)) {
      return files
          .map(Path::toString)
          .filter(it -> it.endsWith(".jar"))
          .collect(joining(File.pathSeparator));
    }
  }

  // The application's own jar, and the test's class path but for the tests.
  private String mavensJars() throws IOException {
    try (Stream<Path> files = Files.list(staged)) {
      return Stream.concat(
              files.map(Path::toString),
              Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator)))
          .filter(it -> it.endsWith(".jar"))
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
