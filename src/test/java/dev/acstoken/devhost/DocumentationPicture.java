package dev.acstoken.devhost;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** A picture for the documentation: a screenshot with at most 256 colors, so that it is small. */
final class DocumentationPicture {
  private static final int MAX_COLORS = 256;
  private static final int SIMILAR = 0xe0e0e0;

  private DocumentationPicture() {}

  /** Writes a screenshot with the colors that it has most of. Other pixels get the nearest one. */
  static void write(Path screenshot, Path target) throws IOException {
    var image = ImageIO.read(screenshot.toFile());
    var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    var palette = palette(pixels);
    var model = new IndexColorModel(8, palette.length, palette, 0, false, -1, 0);
    var picture =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    var indexes = new HashMap<Integer, Integer>();
    picture
        .getRaster()
        .setPixels(
            0,
            0,
            image.getWidth(),
            image.getHeight(),
            IntStream.of(pixels)
                .map(color -> indexes.computeIfAbsent(color, it -> nearest(palette, it)))
                .toArray());
    write(picture, target);
  }

  // The shades between a text and its background are many, so after the most frequent colors only
  // one of similar colors counts. Otherwise a color that few texts have would be lost.
  private static int[] palette(int[] pixels) {
    var byFrequency =
        IntStream.of(pixels).boxed().collect(groupingBy(it -> it, counting())).entrySet().stream()
            .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    var distinct = new LinkedHashMap<Integer, Integer>();
    byFrequency.forEach(color -> distinct.putIfAbsent(color & SIMILAR, color));
    return Stream.concat(byFrequency.stream().limit(MAX_COLORS / 4), distinct.values().stream())
        .distinct()
        .limit(MAX_COLORS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Integer nearest(int[] palette, int color) {
    return IntStream.range(0, palette.length)
        .boxed()
        .min(comparingInt(i -> distance(palette[i], color)))
        .orElseThrow();
  }

  private static int distance(int one, int other) {
    return IntStream.of(0, 8, 16)
        .map(shift -> ((one >> shift) & 0xff) - ((other >> shift) & 0xff))
        .map(difference -> difference * difference)
        .sum();
  }

  private static void write(BufferedImage picture, Path target) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    var smallest = writer.getDefaultWriteParam();
    smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    smallest.setCompressionQuality(0);
    Files.deleteIfExists(target);
    try (var output = ImageIO.createImageOutputStream(target.toFile())) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(picture, null, null), smallest);
    } finally {
      writer.dispose();
    }
  }
}
