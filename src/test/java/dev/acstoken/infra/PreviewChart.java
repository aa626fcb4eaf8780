package dev.acstoken.infra;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeSet;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the chart of a tile. */
record PreviewChart(Graphics2D place, int width, int height, List<Color> colors) {

  /** Draws values by time, as lines or as stacked bars. */
  void draw(Map<String, Map<Instant, Double>> series, boolean asBars) {
    if (asBars) {
      drawBars(series);
    } else {
      drawLines(series);
    }
  }

  private void drawLines(Map<String, Map<Instant, Double>> series) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    series.forEach(
        (name, values) ->
            chart
                .addSeries(
                    name,
                    values.keySet().stream().map(Date::from).toList(),
                    List.copyOf(values.values()))
                .setMarker(SeriesMarkers.NONE));
    style(chart.getStyler());
    chart.paint(place, width, height);
  }

  // Every series of a chart with bars needs a value for every time.
  private void drawBars(Map<String, Map<Instant, Double>> series) {
    CategoryChart chart = new CategoryChartBuilder().width(width).height(height).build();
    var times = new TreeSet<Instant>();
    series.values().forEach(it -> times.addAll(it.keySet()));
    var dates = times.stream().map(Date::from).toList();
    series.forEach(
        (name, values) ->
            chart.addSeries(
                name, dates, times.stream().map(it -> values.getOrDefault(it, 0.0)).toList()));
    var styler = chart.getStyler();
    styler.setStacked(true);
    styler.setAvailableSpaceFill(0.9);
    styler.setXAxisMaxLabelCount(9);
    style(styler);
    chart.paint(place, width, height);
  }

  private void style(AxesChartStyler styler) {
    styler.setSeriesColors(colors.toArray(Color[]::new));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe6e6e6));
    styler.setDatePattern("HH:mm");
    styler.setTimezone(TimeZone.getTimeZone("UTC"));
    styler.setYAxisDecimalPattern("#,##0");
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setChartPadding(6);
  }
}
