package dev.acstoken.emulator;

import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Runs a program that uses another language's SDK, with what it needs to call an emulator. */
final class SdkProgram {

  private SdkProgram() {}

  /**
   * Starts an emulator on a free port of {@code localhost}, runs the program, and returns its
   * output.
   */
  static String run(ProcessBuilder program, String trustVariable, Path folder)
      throws IOException, InterruptedException {
    try (AcsEmulator emulator = AcsEmulator.builder().host("localhost").start();
        ManagedIdentityEndpoint identity = ManagedIdentityEndpoint.start();
        EntraEmulator entra = EntraEmulator.beside(emulator)) {
      emulator.trust(identity.publicKey());
      String user = UUID.randomUUID().toString();
      var environment = program.environment();
      environment.put("CONNECTION_STRING", emulator.connectionString());
      environment.put(
          "ENTRA_TOKEN",
          identity.mint("https://communication.azure.com//", Instant.now().plusSeconds(3600)));
      environment.put("TEAMS_TOKEN", entra.teamsToken(user));
      environment.put("TEAMS_APP_ID", entra.appId());
      environment.put("TEAMS_USER_ID", user);
      Path authority = Files.writeString(folder.resolve("ca.pem"), emulator.certificatePem());
      environment.put(trustVariable, authority.toString());
      return ForeignProgram.run(program.redirectErrorStream(true));
    }
  }
}
