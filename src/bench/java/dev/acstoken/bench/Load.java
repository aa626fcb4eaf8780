package dev.acstoken.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Runs concurrent callers. Each one calls again as soon as it has a result. */
final class Load {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);

  private Load() {}

  /**
   * The result of a load.
   *
   * @param min the lowest latency in milliseconds. Like the other latencies, it is corrected for
   *     coordinated omission: a caller that waits for a slow result makes no calls, so the missing
   *     calls are added
   * @param perSecond results per second
   * @param perCpuSecond results per second of the process's CPU time
   * @param bytesEach the bytes allocated per result
   */
  record Result(
      double min,
      double p50,
      double p90,
      double p99,
      double p999,
      double max,
      long count,
      double perSecond,
      double perCpuSecond,
      double bytesEach) {

    /** Returns the CPU time of one result in microseconds. */
    double cpuMicros() {
      return 1e6 / perCpuSecond;
    }

    String toLine() {
      return DoubleStream.of(
              min, p50, p90, p99, p999, max, (double) count, perSecond, perCpuSecond, bytesEach)
          .mapToObj(Double::toString)
          .collect(Collectors.joining(","));
    }

    static Result ofLine(String line) {
      double[] it = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      return new Result(
          it[0], it[1], it[2], it[3], it[4], it[5], (long) it[6], it[7], it[8], it[9]);
    }
  }

  static Result run(int callers, double seconds, Callable<?> call)
      throws InterruptedException, ExecutionException {
    long cpu = system().getProcessCpuTime();
    Map<Long, Long> bytes = allocated();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    Histogram measured = new Histogram(MAX_MICROS, 3);
    var threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<Histogram>> loops =
          IntStream.range(0, callers).mapToObj(i -> threads.submit(() -> loop(call, end))).toList();
      for (Future<Histogram> loop : loops) {
        measured.add(loop.get());
      }
      double took = (System.nanoTime() - start) / 1e9;
      long count = measured.getTotalCount();
      double allocated = allocatedSince(bytes);
      double cpuSeconds = (system().getProcessCpuTime() - cpu) / 1e9;
      var latency = measured.copyCorrectedForCoordinatedOmission(measured.getValueAtPercentile(50));
      return new Result(
          latency.getMinValue() / 1000.0,
          latency.getValueAtPercentile(50) / 1000.0,
          latency.getValueAtPercentile(90) / 1000.0,
          latency.getValueAtPercentile(99) / 1000.0,
          latency.getValueAtPercentile(99.9) / 1000.0,
          latency.getMaxValue() / 1000.0,
          count,
          count / took,
          count / cpuSeconds,
          allocated / count);
    } finally {
      threads.shutdown();
    }
  }

  private static Histogram loop(Callable<?> call, long end) throws Exception {
    Histogram latency = new Histogram(MAX_MICROS, 3);
    for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
      var unused = call.call();
      latency.recordValue((System.nanoTime() - before) / 1000);
    }
    return latency;
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  private static double allocatedSince(Map<Long, Long> before) {
    return allocated().entrySet().stream()
        .mapToDouble(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
        .sum();
  }

  // Only live threads are counted. The callers' and the clients' threads are still alive.
  private static Map<Long, Long> allocated() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    return IntStream.range(0, ids.length)
        .filter(i -> bytes[i] > 0)
        .boxed()
        .collect(Collectors.toMap(i -> ids[i], i -> bytes[i]));
  }
}
