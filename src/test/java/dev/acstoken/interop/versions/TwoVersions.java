package dev.acstoken.interop.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.Closer;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.EndpointProcess;
import dev.acstoken.devhost.SlowTable;
import dev.acstoken.devhost.StagedPackage;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The former version and this one, which serve their staged packages side by side, with one table,
 * one ACS emulator and one issuer.
 */
final class TwoVersions implements AutoCloseable {

  private static final String PASSWORD = "emulator";
  private static final int MAX_PAUSE_MILLIS = 20;
  private static final int MAX_ATTEMPTS = 5;

  private static final String RECOVERY_OF_0_1_0 = "src/test/resources/versions/RecoveryOf010.java";

  private final Closer parts = new Closer();
  private final Path trustStore;
  private final Emulators emulators;
  private final SlowTable table;
  private final Map<String, String> settings = new HashMap<>();
  private final String formerClassPath;
  private final VersionProcess former;
  private final VersionProcess current;
  private final Caller admin;

  private TwoVersions(FormerVersion formerVersion, Path folder) throws Exception {
    StagedPackage formerPackage = formerVersion.build();
    trustStore = folder.resolve("trust.p12");
    try {
      emulators = parts.add(Emulators.startOnFreePorts());
      table = parts.add(SlowTable.before(emulators.azurite(), MAX_PAUSE_MILLIS));
      emulators.acs().writeTrustStore(trustStore, PASSWORD);
      settings.putAll(emulators.environment());
      settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
      settings.put("TABLE_STORAGE_CONNECTION_STRING", table.connectionString());
      formerClassPath = formerPackage.classPath(folder.resolve("former"));
      if (formerVersion.is010()) {
        // Its SetAccess does not wait for the leases of reads.
        settings.put("READ_AHEAD", "false");
      }
      String currentClassPath = StagedPackage.ofThisVersion().classPath(folder.resolve("current"));
      former = parts.add(serve(formerVersion.name(), formerClassPath));
      current = parts.add(serve("this version", currentClassPath));
      admin = new Caller("admin", emulators.issuer().token("admin", "Identity.Admin"));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Starts everything, and first builds the former version if necessary. */
  static TwoVersions start(FormerVersion former, Path folder) throws Exception {
    return new TwoVersions(former, folder);
  }

  Emulators emulators() {
    return emulators;
  }

  SlowTable table() {
    return table;
  }

  VersionProcess former() {
    return former;
  }

  VersionProcess current() {
    return current;
  }

  List<VersionProcess> both() {
    return List.of(former, current);
  }

  Caller user(String id) {
    return new Caller(id, emulators.issuer().token(id));
  }

  Caller admin() {
    return admin;
  }

  /** Sends the request as the user, or as an admin if only admins may send it. */
  Result send(VersionProcess version, Caller user, Call call)
      throws IOException, InterruptedException {
    Caller sender = call.isForAdmins() ? admin : user;
    return sender.send(version, call.method(), call.pathFor(user), call.body());
  }

  /** Sends the request and checks the response's status, and that a failure is a problem. */
  Result call(VersionProcess version, Caller user, Call call, int expectedStatus)
      throws IOException, InterruptedException {
    Result result = send(version, user, call);
    for (int i = 1; i < MAX_ATTEMPTS && isTooSlow(result, expectedStatus); i++) {
      result = send(version, user, call);
    }
    assertEquals(expectedStatus, result.status(), version.version() + ": " + result);
    assertTrue(result.isSuccess() || result.isProblem(), result::toString);
    return result;
  }

  // On a busy machine, a cold start exhausts the time budget of a request. Apps repeat it, too.
  private static boolean isTooSlow(Result result, int expectedStatus) {
    return (result.isRetryable() && result.status() != expectedStatus)
        || result.code().equals("acs_unavailable");
  }

  /**
   * Runs the recovery of version 0.1.0 as if it were two hours later, when every pending change
   * counts as interrupted.
   */
  void recoverWith010() throws InterruptedException {
    var recovery =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djavax.net.ssl.trustStore=" + trustStore,
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            formerClassPath,
            RECOVERY_OF_0_1_0);
    recovery.environment().putAll(settings);
    var unused = ForeignProgram.run(recovery);
  }

  @Override
  public void close() {
    parts.close();
  }

  private VersionProcess serve(String version, String classPath) throws Exception {
    return VersionProcess.start(
        version,
        () ->
            EndpointProcess.start(settings, trustStore, PASSWORD, List.of("-Xmx192m"), classPath));
  }
}
