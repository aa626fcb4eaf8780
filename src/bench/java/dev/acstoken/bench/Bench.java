package dev.acstoken.bench;

import static dev.acstoken.bench.Report.text;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs all measurements, and writes tables, raw numbers and charts to {@code target/bench}. */
final class Bench {

  private static final int DELAY_MILLIS = 20;
  private static final double CORES_OF_WARM_LOADS = 2;
  private static final long MAX_BYTES = 8_500_000;

  private final Report report = new Report();
  private final Quotas quotas = Quotas.ofThisMachine();
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

  private void run() throws IOException, URISyntaxException {
    Charts charts = new Charts(folder);
    try (var upstream = new Upstream(folder);
        Quota quota = quotas.of(CORES_OF_WARM_LOADS).orElseGet(Unlimited::new)) {
      new WarmLoads(upstream, quota, report, charts, folder).run();
      upstream.delay(DELAY_MILLIS);
      Path launcher = Files.createTempDirectory("bench-launcher");
      new ColdStarts(new ColdStart(upstream, staged, launcher), quotas, report).run(charts);
    }
    size();
    report.write(folder);
  }

  private void size() throws IOException {
    try (Stream<Path> files = Files.walk(staged)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      long bytes = 0;
      for (Path jar : jars) {
        bytes += Files.size(jar);
      }
      report.goal(
          text("package ≤ %,d bytes", MAX_BYTES),
          text("%,d bytes in %d jars", bytes, jars.size()),
          bytes <= MAX_BYTES);
    }
  }
}
