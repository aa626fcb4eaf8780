package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandsToTryTest {

  private static final URI ISSUER = URI.create("http://localhost:1");
  private static final URI ENDPOINT = URI.create("http://localhost:2/api");
  private static final URI ACS = URI.create("https://localhost:3");

  @Test
  void windowsGetsCommandsForPowerShellExceptInGitBash() {
    assertEquals(Shell.POSIX, Shell.of("Linux", Map.of()));
    assertEquals(Shell.POSIX, Shell.of("Mac OS X", Map.of()));
    assertEquals(Shell.POWERSHELL, Shell.of("Windows 11", Map.of()));
    assertEquals(Shell.POSIX, Shell.of("Windows 11", Map.of("MSYSTEM", "MINGW64")));
  }

  @Test
  void theCommandsForPowerShellNeedNothingOfAnotherShell() {
    String commands = print(Shell.POWERSHELL);

    assertFalse(commands.contains("curl "), commands);
    assertFalse(commands.contains("$(curl"), commands);
    assertFalse(commands.contains("\\"), commands);
  }

  @ParameterizedTest
  @EnumSource
  void eachShellSendsTheSameRequests(Shell shell) {
    String commands = print(shell);

    for (String url :
        new String[] {
          "http://localhost:1/token?user=alice'",
          "http://localhost:1/token?user=olivia&roles=Identity.Admin'",
          "http://localhost:1/teams-token?user=alice'",
          "http://localhost:2/api/users/me/tokens ",
          "http://localhost:2/api/users/me/tokens/refresh ",
          "http://localhost:2/api/users/me/identity ",
          "http://localhost:2/api/users/alice/identity ",
          "http://localhost:2/api/users/me/teams-tokens ",
          "http://localhost:2/api/invitations ",
          "http://localhost:2/api/guests ",
          "http://localhost:2/api/health\n",
          "https://localhost:3/emulator/identities\n"
        }) {
      assertTrue(commands.contains(url) || commands.contains(url.replace(" ", "\n")), url);
    }
  }

  private static String print(Shell shell) {
    var commands = new CommandsToTry(shell, ISSUER, ENDPOINT, ACS);
    return commands.forLocalUsers() + commands.forOtherUsers();
  }
}
