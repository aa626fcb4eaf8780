package dev.acstoken.infra;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;

/**
 * Draws the dashboard with sample data. The picture carries a fingerprint of the tiles and the data
 * that it was drawn from, because fonts, and so its pixels, differ between machines.
 */
final class DashboardPreview {

  static final Path FILE = Path.of("docs", "images", "dashboard.png");

  private static final String METADATA = "javax_imageio_png_1.0";
  private static final String KEYWORD = "Source";

  private static final int WIDTH = 1560;
  private static final int GAP = 16;
  private static final int HEADER = 64;
  private static final int TILE_HEIGHT = 292;
  private static final int LAST_TILE_HEIGHT = 180;
  private static final int TITLE_HEIGHT = 34;
  private static final int LINE_HEIGHT = 23;

  private static final Color TEXT = new Color(0x1b1b1b);
  private static final Color FAINT = new Color(0xdadada);
  private static final List<Color> COLORS =
      List.of(
          new Color(0x107c41),
          new Color(0x0b6bcb),
          new Color(0xd83b01),
          new Color(0x8764b8),
          new Color(0xc19c00),
          new Color(0xa4262c));

  private final List<DashboardTile> tiles;
  private final Graphics2D picture;
  private final BufferedImage image;

  private DashboardPreview(List<DashboardTile> tiles) {
    this.tiles = tiles;
    image = new BufferedImage(WIDTH, height(tiles), BufferedImage.TYPE_INT_RGB);
    picture = image.createGraphics();
    picture.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    picture.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  static void write(List<DashboardTile> tiles) throws IOException {
    var preview = new DashboardPreview(tiles);
    preview.draw();
    Files.write(FILE, png(preview.image, fingerprint(tiles)));
  }

  /** Returns what the picture was drawn from: a hash of the tiles and their samples. */
  static String fingerprint(List<DashboardTile> tiles) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (DashboardTile tile : tiles) {
        digest.update(tile.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(tile.sampleFile()));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** Returns the fingerprint in the committed picture. */
  static String committedFingerprint() throws IOException {
    var reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var input = ImageIO.createImageInputStream(FILE.toFile())) {
      reader.setInput(input);
      var tree = (Element) reader.getImageMetadata(0).getAsTree(METADATA);
      var entries = tree.getElementsByTagName("tEXtEntry");
      for (int i = 0; i < entries.getLength(); i++) {
        var entry = (Element) entries.item(i);
        if (entry.getAttribute("keyword").equals(KEYWORD)) {
          return entry.getAttribute("value");
        }
      }
      return "";
    } finally {
      reader.dispose();
    }
  }

  private static byte[] png(BufferedImage image, String fingerprint) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", KEYWORD);
    entry.setAttribute("value", fingerprint);
    var texts = new IIOMetadataNode("tEXt");
    texts.appendChild(entry);
    var root = new IIOMetadataNode(METADATA);
    root.appendChild(texts);
    var metadata =
        writer.getDefaultImageMetadata(
            new ImageTypeSpecifier(image), writer.getDefaultWriteParam());
    metadata.mergeTree(METADATA, root);
    var bytes = new ByteArrayOutputStream();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(new IIOImage(image, List.of(), metadata));
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static int height(List<DashboardTile> tiles) {
    int rows = (int) tiles.stream().filter(it -> it.width() == 50).count() / 2;
    int wide = (int) tiles.stream().filter(it -> it.width() == 100).count();
    return HEADER + rows * (TILE_HEIGHT + GAP) + wide * (LAST_TILE_HEIGHT + GAP);
  }

  private void draw() {
    picture.setColor(Color.WHITE);
    picture.fillRect(0, 0, image.getWidth(), image.getHeight());
    text(GAP, 28, 20, Font.BOLD, "ACS token endpoint production");
    text(GAP, 50, 13, Font.PLAIN, "Time range: Last 4 hours      (sample data)");
    int x = GAP;
    int y = HEADER;
    for (DashboardTile tile : tiles) {
      int width = tile.width() == 100 ? WIDTH - 2 * GAP : (WIDTH - 3 * GAP) / 2;
      int height = tile.width() == 100 ? LAST_TILE_HEIGHT : TILE_HEIGHT;
      drawTile(tile, x, y, width, height);
      x += width + GAP;
      if (x >= WIDTH - GAP) {
        x = GAP;
        y += height + GAP;
      }
    }
  }

  private void drawTile(DashboardTile tile, int x, int y, int width, int height) {
    picture.setColor(FAINT);
    picture.setStroke(new BasicStroke(1));
    picture.drawRect(x, y, width, height);
    text(x + 12, y + 22, 15, Font.BOLD, tile.title());
    var inner =
        (Graphics2D) picture.create(x + 1, y + TITLE_HEIGHT, width - 2, height - TITLE_HEIGHT);
    try {
      if (tile.series().isEmpty()) {
        drawTable(inner, tile.sample(), width - 24, (height - TITLE_HEIGHT) / LINE_HEIGHT - 1);
      } else {
        new PreviewChart(inner, width - 2, height - TITLE_HEIGHT, COLORS)
            .draw(series(tile), tile.visualization().equals("barchart"));
      }
    } finally {
      inner.dispose();
    }
  }

  /** Returns the values of each series by time. */
  private static Map<String, Map<Instant, Double>> series(DashboardTile tile) {
    var sample = tile.sample();
    Map<String, Map<Instant, Double>> all = new LinkedHashMap<>();
    for (List<String> row : sample.rows()) {
      var time = Instant.parse(sample.value(row, tile.time()));
      for (String column : tile.series()) {
        var name = tile.group().isEmpty() ? column : sample.value(row, tile.group());
        all.computeIfAbsent(name, it -> new TreeMap<>())
            .put(time, Double.valueOf(sample.value(row, column)));
      }
    }
    return all;
  }

  private static void drawTable(
      Graphics2D place, DashboardTile.Sample sample, int width, int lines) {
    var shown = new ArrayList<List<String>>();
    shown.add(sample.columns());
    sample.rows().stream().limit(lines).forEach(row -> shown.add(shortened(row)));
    int size = 13;
    int[] widths = columnWidths(place, shown, size);
    while (IntStream.of(widths).sum() + widths.length * 8 > width) {
      size--;
      widths = columnWidths(place, shown, size);
    }
    int space = (width - IntStream.of(widths).sum()) / widths.length;
    for (int line = 0; line < shown.size(); line++) {
      int y = 14 + line * LINE_HEIGHT;
      int x = 12;
      place.setColor(FAINT);
      place.drawLine(12, y + 7, width + 12, y + 7);
      place.setColor(TEXT);
      place.setFont(tableFont(line, size));
      for (int column = 0; column < widths.length; column++) {
        place.drawString(shown.get(line).get(column), x, y);
        x += widths[column] + space;
      }
    }
  }

  private static int[] columnWidths(Graphics2D place, List<List<String>> lines, int size) {
    int[] widths = new int[lines.get(0).size()];
    for (int line = 0; line < lines.size(); line++) {
      var metrics = place.getFontMetrics(tableFont(line, size));
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], metrics.stringWidth(lines.get(line).get(column)));
      }
    }
    return widths;
  }

  private static Font tableFont(int line, int size) {
    return line == 0
        ? new Font(Font.SANS_SERIF, Font.BOLD, size - 1)
        : new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  private static List<String> shortened(List<String> row) {
    var time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    return row.stream()
        .map(it -> it.matches("\\d{4}-.*T.*Z") ? time.format(Instant.parse(it)) : it)
        .toList();
  }

  private void text(int x, int y, int size, int style, String text) {
    picture.setColor(TEXT);
    picture.setFont(new Font(Font.SANS_SERIF, style, size));
    picture.drawString(text, x, y);
  }
}
