package dev.acstoken.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {

  @TempDir Path folder;

  @Test
  void theAlternativeTextNamesEveryFigure() throws IOException {
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    series.put("READ_AHEAD=true", figures(Map.of("bare function", 1.0), Map.of("endpoint", 1.044)));
    series.put("READ_AHEAD=false", figures(Map.of("endpoint", 2.1)));

    String image =
        new Charts(folder).draw("warm", new Charts.Panel("Latency", "ratio", "0.00", "", series));

    assertEquals(
        "![Latency: READ_AHEAD=true: bare function 1.00, endpoint 1.04;"
            + " READ_AHEAD=false: endpoint 2.10](../images/warm.png)",
        image);
    assertTrue(Files.exists(folder.resolve("warm.png")));
  }

  @SafeVarargs
  private static Map<String, Double> figures(Map<String, Double>... inOrder) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map<String, Double> next : inOrder) {
      figures.putAll(next);
    }
    return figures;
  }
}
