package dev.acstoken.samples;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** The Kotlin sample, compiled with the ACS SDK for Android, whose classes run on any JVM. */
final class KotlinSample {

  private static final Path ANDROID = Path.of("target", "android-libraries");
  private static final Path CLASSES = Path.of("target", "kotlin-classes");

  private KotlinSample() {}

  private static final class Compiled {
    static final ClassLoader LOADER = compile();
  }

  static ClassLoader classLoader() {
    return Compiled.LOADER;
  }

  private static ClassLoader compile() {
    try {
      var libraries = List.of(jar("azure-communication-common"), jar("azure-core-logging"));
      compile(libraries);
      return new URLClassLoader(
          new URL[] {url(CLASSES), url(libraries.get(0)), url(libraries.get(1))},
          KotlinSample.class.getClassLoader());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void compile(List<Path> libraries) {
    var said = new ByteArrayOutputStream();
    var exit =
        new K2JVMCompiler()
            .exec(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                "-Werror",
                "-no-stdlib",
                "-no-reflect",
                "-classpath",
                String.join(
                    File.pathSeparator,
                    libraries.get(0).toString(),
                    libraries.get(1).toString(),
                    System.getProperty("java.class.path")),
                "-d",
                CLASSES.toString(),
                Path.of("src", "test", "kotlin").toString());
    if (exit != ExitCode.OK) {
      throw new AssertionError(said.toString(StandardCharsets.UTF_8));
    }
  }

  // An archive of Android's kind holds a jar.
  private static Path jar(String library) throws IOException {
    Path jar = ANDROID.resolve(library + ".jar");
    try (var archive = FileSystems.newFileSystem(ANDROID.resolve(library + ".aar"))) {
      Files.copy(archive.getPath("classes.jar"), jar, StandardCopyOption.REPLACE_EXISTING);
    }
    return jar;
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
