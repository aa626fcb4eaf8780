package dev.acstoken.infra;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.acstoken.devhost.NodePackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Bicep file as tree-sitter parses it.
 *
 * @param name the path below {@code infra}
 * @param errors the places of its syntax errors
 * @param calls the names of the functions and decorators that the file uses
 */
record BicepFile(
    String name,
    List<String> errors,
    List<Declaration> params,
    List<Declaration> variables,
    List<Declaration> outputs,
    List<Resource> resources,
    List<Module> modules,
    List<String> calls) {

  static final Path INFRA = Path.of("infra").toAbsolutePath();

  private static final List<BicepFile> ALL = readAll();

  /**
   * A parameter, variable or output.
   *
   * @param value the default of a parameter, or the definition of a variable or output
   */
  record Declaration(String name, String type, BicepValue value, BicepValue decorators) {}

  /**
   * A resource that the file deploys or only refers to.
   *
   * @param existing whether the file only refers to the resource
   * @param condition the condition of its {@code if}; empty if it has none
   * @param comment the lines of comment directly above it
   */
  record Resource(
      String symbol,
      String type,
      String apiVersion,
      boolean existing,
      String condition,
      String comment,
      BicepValue body) {

    BicepValue property(String... path) {
      return body.at("properties").at(path);
    }
  }

  /**
   * A module: another Bicep file that the file deploys.
   *
   * @param path the path of the other file below {@code infra}
   */
  record Module(String symbol, String path, String condition, String comment, BicepValue body) {}

  /** Returns every Bicep file in {@code infra}. */
  static List<BicepFile> all() {
    return ALL;
  }

  static BicepFile named(String name) {
    return ALL.stream().filter(it -> it.name.equals(name)).findFirst().orElseThrow();
  }

  Declaration variable(String variable) {
    return variables.stream().filter(it -> it.name.equals(variable)).findFirst().orElseThrow();
  }

  /** Returns every deployed resource of a type. */
  static Stream<Resource> deployed(String type) {
    return deployed().filter(it -> it.type.equals(type));
  }

  static Stream<Resource> deployed() {
    return ALL.stream().flatMap(it -> it.resources.stream()).filter(it -> !it.existing);
  }

  private static List<BicepFile> readAll() {
    try (Stream<Path> paths = Files.walk(INFRA)) {
      var files = paths.filter(it -> it.toString().endsWith(".bicep")).sorted().toList();
      return read(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static List<BicepFile> read(List<Path> files) throws IOException, InterruptedException {
    var process =
        NodePackages.forChecks()
            .script("bicep.js", files.stream().map(Path::toString).toArray(String[]::new))
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(printed);
    }
    try (JsonReader json = JsonProviders.createReader(printed)) {
      return new BicepValue(Optional.ofNullable(json.readUntyped()))
          .items()
          .map(BicepFile::of)
          .toList();
    }
  }

  private static BicepFile of(BicepValue file) {
    return new BicepFile(
        name(Path.of(file.at("path").text())),
        file.at("errors").items().map(BicepValue::text).toList(),
        declarations(file.at("params"), "default"),
        declarations(file.at("variables"), "value"),
        declarations(file.at("outputs"), "value"),
        file.at("resources").items().map(BicepFile::resource).toList(),
        file.at("modules").items().map(it -> module(it, Path.of(file.at("path").text()))).toList(),
        file.at("calls").items().map(BicepValue::text).toList());
  }

  private static String name(Path file) {
    return INFRA.relativize(file.normalize()).toString().replace('\\', '/');
  }

  private static List<Declaration> declarations(BicepValue list, String value) {
    return list.items()
        .map(
            it ->
                new Declaration(
                    it.at("name").text(), it.at("type").text(), it.at(value), it.at("decorators")))
        .toList();
  }

  private static Resource resource(BicepValue it) {
    return new Resource(
        it.at("symbol").text(),
        it.at("type").text(),
        it.at("apiVersion").text(),
        it.at("existing").text().equals("true"),
        condition(it),
        it.at("comment").text(),
        it.at("body"));
  }

  private static Module module(BicepValue it, Path file) {
    return new Module(
        it.at("symbol").text(),
        name(file.resolveSibling(it.at("path").text())),
        condition(it),
        it.at("comment").text(),
        it.at("body"));
  }

  // JSON has null for a declaration without a condition.
  private static String condition(BicepValue it) {
    return it.at("condition").text();
  }
}
