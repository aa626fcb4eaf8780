package dev.acstoken.bench;

import static java.util.stream.Collectors.joining;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws bar charts into a folder. */
final class Charts {

  private static final int WIDTH = 1100;
  private static final int HEIGHT = 400;

  private final Path folder;

  Charts(Path folder) {
    this.folder = folder;
  }

  /**
   * A chart.
   *
   * @param title the title
   * @param unit the unit of the values
   * @param decimals the format of the unit's axis
   * @param groups the meaning of the groups; may be empty
   * @param series the values of each series by group; a group may lack a value in some series
   */
  record Panel(
      String title,
      String unit,
      String decimals,
      String groups,
      Map<String, Map<String, Double>> series) {}

  /** Draws charts below each other, and returns the image in Markdown, with all figures as text. */
  String draw(String name, Panel... panels) throws IOException {
    List<CategoryChart> charts = Stream.of(panels).map(Charts::chart).toList();
    BitmapEncoder.saveBitmap(
        charts, charts.size(), 1, folder.resolve(name).toString(), BitmapFormat.PNG);
    String figures = Stream.of(panels).map(Charts::textOf).collect(joining(". "));
    return "![" + figures + "](../images/" + name + ".png)";
  }

  private static String textOf(Panel panel) {
    DecimalFormat decimals =
        new DecimalFormat(panel.decimals(), DecimalFormatSymbols.getInstance(Locale.ROOT));
    return panel.title()
        + ": "
        + panel.series().entrySet().stream()
            .map(
                series ->
                    series.getKey()
                        + ": "
                        + series.getValue().entrySet().stream()
                            .map(bar -> bar.getKey() + " " + decimals.format(bar.getValue()))
                            .collect(joining(", ")))
            .collect(joining("; "));
  }

  private static CategoryChart chart(Panel panel) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(panel.title())
            .xAxisTitle(panel.groups())
            .yAxisTitle(panel.unit())
            .build();
    chart
        .getStyler()
        .setAvailableSpaceFill(0.85)
        .setLabelsVisible(true)
        .setYAxisDecimalPattern(panel.decimals())
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
        .setChartBackgroundColor(Color.WHITE)
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal);
    Set<String> groups = new LinkedHashSet<>();
    panel.series().values().forEach(values -> groups.addAll(values.keySet()));
    panel
        .series()
        .forEach(
            (series, values) -> {
              List<Double> bars = new ArrayList<>();
              groups.forEach(group -> bars.add(values.get(group)));
              chart.addSeries(series, new ArrayList<>(groups), bars);
            });
    return chart;
  }
}
