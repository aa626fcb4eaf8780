package dev.acstoken.bench;

import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.EndpointProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs the endpoint's process under the highest rate that ACS supports, with the memory of the
 * smallest instance, to check whether anything grows. It prints the state ten times, writes {@code
 * soak.md}, and exits with 1 if threads or connections grew. It needs Linux's {@code /proc}.
 */
final class Soak {

  private static final int SECONDS = Integer.getInteger("soakSeconds", 600);
  private static final int INTERVALS = 10;
  private static final int SLACK = 2;

  // ACS issues at most 1,000 tokens in 30 s per resource.
  private static final int PER_SECOND = 33;
  private static final int USERS = 3_000;
  private static final String PASSWORD = "soak";

  // The JVM sizes its heap as on an instance with 512 MB.
  private static final List<String> SMALLEST_INSTANCE = List.of("-XX:MaxRAM=512m");

  private static final Pattern HEAP_USED = Pattern.compile("(?:generation|heap).*used (\\d+)K");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> bearers = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final List<State> states = new ArrayList<>();
  private final List<String> table = new ArrayList<>();

  private Soak() {}

  /** Runs the soak test. The argument is the output folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    boolean grew = new Soak().run(folder);
    System.exit(grew ? 1 : 0);
  }

  private boolean run(Path folder) throws Exception {
    Path trustStore = folder.resolve("soak-trust.p12").toAbsolutePath();
    try (var emulators = Emulators.startOnFreePorts()) {
      emulators.acs().writeTrustStore(trustStore, PASSWORD);
      IntStream.range(0, USERS)
          .forEach(i -> bearers.add("Bearer " + emulators.issuer().token("user-" + i)));
      try (var endpoint =
          EndpointProcess.start(settings(emulators), trustStore, PASSWORD, SMALLEST_INSTANCE)) {
        soak(endpoint);
      }
    }
    boolean threadsGrew = grew("threads", State::threads);
    boolean connectionsGrew = grew("connections", State::sockets);
    Files.write(folder.resolve("soak.md"), table);
    return threadsGrew || connectionsGrew;
  }

  // All users are new at the same time.
  private static Map<String, String> settings(Emulators emulators) {
    Map<String, String> settings = new HashMap<>(emulators.environment());
    settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
    return settings;
  }

  private void soak(EndpointProcess endpoint) throws Exception {
    print("| s | requests | failed | threads | connections | resident MB | heap after GC, MB |");
    print("|---|---|---|---|---|---|---|");
    ScheduledExecutorService clients = Executors.newScheduledThreadPool(16);
    try {
      var unused =
          clients.scheduleAtFixedRate(
              () -> clients.execute(() -> request(endpoint.baseUri(), requests.getAndIncrement())),
              0,
              TimeUnit.SECONDS.toMicros(1) / PER_SECOND,
              TimeUnit.MICROSECONDS);
      for (int interval = 1; interval <= INTERVALS; interval++) {
        Thread.sleep(TimeUnit.SECONDS.toMillis(SECONDS) / INTERVALS);
        State state = State.of(endpoint.pid());
        states.add(state);
        print(
            String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d | %d | %.1f |",
                interval * SECONDS / INTERVALS,
                requests.get(),
                failed.get(),
                state.threads(),
                state.sockets(),
                state.residentKilobytes() / 1024,
                state.heapKilobytes() / 1024.0));
      }
    } finally {
      clients.shutdownNow();
    }
  }

  // Each user's first request is for a token. Later requests are mixed.
  private void request(URI base, int number) {
    int kind = number < USERS ? 19 : number % 20;
    String method = kind == 0 ? "DELETE" : kind == 1 ? "GET" : "POST";
    String path = kind == 1 ? "identity" : kind < 7 && kind > 1 ? "tokens/refresh" : "tokens";
    var request =
        HttpRequest.newBuilder(URI.create(base + "/users/me/" + path))
            .method(method, BodyPublishers.noBody())
            .header("authorization", bearers.get(number % USERS))
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      failed.addAndGet(status < 300 ? 0 : 1);
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // The first interval starts from zero, so it is left out.
  private boolean grew(String what, ToIntFunction<State> figure) {
    int before = states.subList(1, INTERVALS / 2).stream().mapToInt(figure).max().orElseThrow();
    int after =
        states.subList(INTERVALS / 2, INTERVALS).stream().mapToInt(figure).max().orElseThrow();
    boolean grew = after > before + SLACK;
    print(
        "%n%s: at most %d in the first half, %d in the second%s"
            .formatted(what, before, after, grew ? " (grew)" : ""));
    return grew;
  }

  private void print(String line) {
    table.add(line);
    System.out.println(line);
  }

  private record State(int threads, int sockets, int residentKilobytes, int heapKilobytes) {

    static State of(long pid) throws IOException {
      int heap = heapKilobytes(pid);
      Path process = Path.of("/proc", Long.toString(pid));
      String status = Files.readString(process.resolve("status"));
      return new State(
          number(status, "Threads:\\s+(\\d+)"),
          sockets(process.resolve("fd")),
          number(status, "VmRSS:\\s+(\\d+)"),
          heap);
    }

    private static int heapKilobytes(long pid) throws IOException {
      Jvm.jcmd(pid, "GC.run");
      return Jvm.jcmd(pid, "GC.heap_info").stream()
          .map(HEAP_USED::matcher)
          .filter(Matcher::find)
          .mapToInt(used -> Integer.parseInt(used.group(1)))
          .sum();
    }

    private static int sockets(Path descriptors) throws IOException {
      int sockets = 0;
      try (Stream<Path> all = Files.list(descriptors)) {
        for (Path descriptor : all.toList()) {
          sockets += isSocket(descriptor) ? 1 : 0;
        }
      }
      return sockets;
    }

    // A descriptor that has been closed since it was listed does not count.
    private static boolean isSocket(Path descriptor) {
      try {
        return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
      } catch (IOException e) {
        return false;
      }
    }

    private static int number(String text, String pattern) {
      Matcher found = Pattern.compile(pattern).matcher(text);
      if (!found.find()) {
        throw new IllegalStateException("No match for " + pattern);
      }
      return Integer.parseInt(found.group(1));
    }
  }
}
