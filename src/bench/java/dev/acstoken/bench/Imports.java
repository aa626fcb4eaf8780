package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.data.tables.TableAsyncClient;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.User;
import dev.acstoken.mappings.Main;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures the program {@code mappings}: how fast it imports, compared with bare concurrent writes
 * of the same rows, how fast it recognises them when it runs again, and how much memory it needs
 * for files of different lengths. It writes {@code imports.md}.
 */
final class Imports {

  private static final int LINES = Integer.getInteger("importLines", 100_000);
  private static final int[] FILE_LENGTHS = {10_000, 1_000_000};
  private static final int CONCURRENCY = 64;
  private static final String ENDPOINT = "https://contoso.communication.azure.com";
  private static final Pattern HEAP_AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");

  private final Path folder;
  private final List<String> result = new ArrayList<>();

  private Imports(Path folder) {
    this.folder = folder;
  }

  /** Runs the benchmark. The first argument is the output folder. */
  public static void main(String[] args) throws Exception {
    Imports imports = new Imports(Files.createDirectories(Path.of(args[0])));
    imports.compareSpeed();
    imports.compareMemory();
    Files.write(imports.folder.resolve("imports.md"), imports.result);
    System.exit(0);
  }

  // Each way writes to a table of its own, from a new JVM. The program also validates the file.
  private void compareSpeed() throws IOException, InterruptedException {
    try (Azurite azurite = Azurite.start()) {
      Path file = writeFile(LINES);
      double bare = secondsOf(() -> writeBare(azurite));
      double imported = secondsOf(() -> runProgram(azurite, file));
      double again = secondsOf(() -> runProgram(azurite, file));
      print("| %,d users | s | users per second | rate compared with bare writes |", LINES);
      print("|---|---|---|---|");
      print("| bare writes | %.1f | %.0f | 1 |", bare, LINES / bare);
      print("| import | %.1f | %.0f | %.2f |", imported, LINES / imported, bare / imported);
      print("| the same again | %.1f | %.0f | %.2f |", again, LINES / again, bare / again);
    }
  }

  private void compareMemory() throws IOException, InterruptedException {
    print("");
    print("| lines in a dry run | s | heap after a collection, at most, MB |");
    print("|---|---|---|");
    for (int length : FILE_LENGTHS) {
      Path file = writeFile(length);
      Path log = folder.resolve("gc.txt");
      double seconds =
          secondsOf(
              () ->
                  run(
                      List.of("-XX:+UseSerialGC", "-Xmx256m", "-Xlog:gc:file=" + log),
                      "UseDevelopmentStorage=true",
                      Main.class,
                      "import",
                      file.toString()));
      print("| %,d | %.1f | %d |", length, seconds, heapAfterCollections(log));
    }
  }

  private static long heapAfterCollections(Path log) throws IOException {
    Matcher heaps = HEAP_AFTER_COLLECTION.matcher(Files.readString(log));
    return heaps.results().mapToLong(heap -> Long.parseLong(heap.group(1))).max().orElse(0);
  }

  private Path writeFile(int lines) throws IOException {
    Path file = folder.resolve("users.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.append("issuer,userId,communicationUserId,createdOn,scopes,blocked\n");
      for (int i = 0; i < lines; i++) {
        Mapping mapping = mapping(i);
        out.append(
            "%s,%s,%s,%s,,\n"
                .formatted(
                    mapping.user().issuer(),
                    mapping.user().id(),
                    mapping.communicationUserId(),
                    mapping.createdOn()));
      }
    }
    return file;
  }

  private static Mapping mapping(int i) {
    return Mapping.active(
        new User("https://login.contoso.com/00000000-0000-4000-8000-000000000001/v2.0", "user" + i),
        new CommunicationUserId(
            "8:acs:7c5d2cf6-1ac4-4c62-9d4b-1a2b3c4d5e6f_0000001a-2b3c-4d5e-6f70-%012x"
                .formatted(i)),
        ENDPOINT,
        Instant.parse("2025-03-01T08:00:00Z").plus(i, ChronoUnit.SECONDS));
  }

  private void writeBare(Azurite azurite) throws IOException, InterruptedException {
    run(List.of(), azurite.connectionString(), BareWrites.class, Integer.toString(LINES));
  }

  private void runProgram(Azurite azurite, Path file) throws IOException, InterruptedException {
    run(
        List.of(),
        azurite.connectionString(),
        Main.class,
        "import",
        file.toString(),
        "--write",
        "--concurrency=" + CONCURRENCY);
  }

  private void run(
      List<String> options, String connectionString, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(options);
    command.addAll(Jvm.classPath());
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("program.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("TABLE_STORAGE_CONNECTION_STRING", connectionString);
    builder.environment().put("COMMUNICATION_SERVICES_ENDPOINT", ENDPOINT);
    if (builder.start().waitFor() != 0) {
      throw new IOException(Files.readString(output, UTF_8));
    }
  }

  private static double secondsOf(Step step) throws IOException, InterruptedException {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private void print(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    System.out.println(line);
    result.add(line);
  }

  /** A step that is measured. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** A program that only writes the rows, the owner's first. */
  static final class BareWrites {

    private BareWrites() {}

    public static void main(String[] args) {
      String connectionString = System.getenv().getOrDefault("TABLE_STORAGE_CONNECTION_STRING", "");
      TableAsyncClient table =
          new AzureClients(HttpClient.newBuilder())
              .tableAsyncClient(
                  new TableSettings(
                      new TableSettings.WithConnectionString(new Redacted(connectionString)),
                      "bare"));
      table.createTable().block();
      TableRows rows = new TableRows();
      Flux.range(0, Integer.parseInt(args[0]))
          .map(Imports::mapping)
          .flatMap(mapping -> write(mapping, rows, table), CONCURRENCY, 1)
          .blockLast();
      System.exit(0);
    }

    private static Mono<Void> write(Mapping mapping, TableRows rows, TableAsyncClient table) {
      Account account =
          new Account(
              mapping.user(), Optional.of(mapping), AccessPolicy.INHERITED, Optional.empty());
      return table
          .createEntity(rows.owner(mapping))
          .then(Mono.defer(() -> table.createEntity(rows.account(account))));
    }
  }
}
