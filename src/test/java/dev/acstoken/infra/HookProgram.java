package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.ToolProvider;

/**
 * A hook of azd. azd runs its source file with {@code java}. Tests run the compiled program, which
 * starts faster.
 */
final class HookProgram {

  static final Path FOLDER = Path.of("infra", "hooks");

  private static final Map<String, HookProgram> COMPILED = new ConcurrentHashMap<>();

  private final String name;
  private final Path classes;

  private HookProgram(String name) {
    this.name = name;
    this.classes = compile(FOLDER.resolve(name + ".java"));
  }

  static HookProgram named(String name) {
    return COMPILED.computeIfAbsent(name, HookProgram::new);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Runs the program in a folder with these variables in addition to the environment. */
  CommandRun run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(classes.toString(), name));
    command.addAll(List.of(arguments));
    return CommandRun.of(folder, environment, command);
  }

  /** Compiles a file on its own, as {@code java} does, with every warning as an error. */
  private static Path compile(Path source) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var target = Files.createTempDirectory("hook");
      var options = List.of("-Xlint:all", "-Werror", "--release", "17", "-d", target.toString());
      var sources = files.getJavaFileObjects(source);
      var isCompiled = compiler.getTask(messages, files, null, options, null, sources).call();
      assertEquals(true, isCompiled, messages::toString);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
