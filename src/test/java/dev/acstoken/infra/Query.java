package dev.acstoken.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A query in {@code infra/queries}, which runbook, dashboard and alerts share.
 *
 * @param name the path below that folder, such as {@code requests.kql} or {@code alerts/errors.kql}
 */
public record Query(String name, String text) {

  private static final Path FOLDER = BicepFile.INFRA.resolve("queries");

  private static final Pattern LOADED =
      Pattern.compile("loadTextContent\\('\\.\\./queries/([a-z/-]+\\.kql)'\\)");

  /** Returns every query. */
  public static List<Query> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().map(Query::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the query that a template loads. */
  static Query loadedBy(BicepValue expression) {
    var loaded = LOADED.matcher(expression.text());
    if (!loaded.matches()) {
      throw new AssertionError("No query is loaded: " + expression.text());
    }
    return read(FOLDER.resolve(loaded.group(1)));
  }

  private static Query read(Path file) {
    try {
      var name = FOLDER.relativize(file).toString().replace('\\', '/');
      return new Query(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the query is that of an alert. The runbook links all others. */
  public boolean isOfAlert() {
    return name.startsWith("alerts/");
  }

  /** Returns the text without its comments. */
  public String statements() {
    return text.replaceAll("(?m)^//.*\n", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
