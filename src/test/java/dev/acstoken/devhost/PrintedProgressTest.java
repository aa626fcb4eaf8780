package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintedProgressTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private long now = Duration.ofHours(1).toNanos();

  @Test
  void aLineBeginsWithItsPartAndEndsWithTheTimeThatItTook() {
    List<String> meanwhile = new ArrayList<>();

    int result =
        progress(false)
            .during(
                "Starting Azurite",
                () -> {
                  meanwhile.add(printed());
                  now += Duration.ofMillis(1_340).toNanos();
                  return 7;
                });

    assertEquals(7, result);
    assertEquals(List.of("Starting Azurite ... "), meanwhile);
    assertEquals("Starting Azurite ... 1.3 s\n", printed());
  }

  @Test
  void aLongPartTakesWholeSeconds() {
    progress(false).during("Installing", () -> now += Duration.ofMillis(71_600).toNanos());

    assertEquals("Installing ... 72 s\n", printed());
  }

  @Test
  void aTerminalShowsTheSameLine() {
    progress(true).during("Starting", () -> now += Duration.ofMillis(100).toNanos());

    assertEquals("Starting ... \rStarting ... 0.1 s\n", printed());
  }

  @Test
  void aFailureEndsTheLine() {
    assertThrows(
        CannotStartException.class,
        () ->
            progress(false)
                .during(
                    "Starting",
                    () -> {
                      throw new CannotStartException("The port is in use.");
                    }));

    assertEquals("Starting ... failed after 0.0 s\n", printed());
  }

  private PrintedProgress progress(boolean isTerminal) {
    return new PrintedProgress(new PrintStream(printed, true, UTF_8), isTerminal, () -> now);
  }

  private String printed() {
    return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }
}
