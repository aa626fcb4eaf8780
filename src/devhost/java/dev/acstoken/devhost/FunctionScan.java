package dev.acstoken.devhost;

import com.microsoft.azure.functions.annotation.FunctionName;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds functions by their annotation, as the Functions Maven plugin does. */
final class FunctionScan {
  private static final String CLASS_FILE = ".class";

  private FunctionScan() {}

  /**
   * Returns the functions of a package and its subpackages, sorted by name, ignoring case. The host
   * tries their routes in this order ({@code FunctionMetadataManager} and {@code
   * WebScriptHostHttpRoutesManager} of Azure/azure-functions-host).
   *
   * @throws CannotStartException when there are no functions, or two have the same name
   */
  static List<FunctionMethod> of(String basePackage) {
    var functions = new ArrayList<FunctionMethod>();
    try {
      for (String className : classNames(basePackage)) {
        var type = Class.forName(className, false, FunctionScan.class.getClassLoader());
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FunctionName.class))
            .map(FunctionMethod::of)
            .forEach(functions::add);
      }
    } catch (IOException | ClassNotFoundException | URISyntaxException e) {
      throw new CannotStartException("The package " + basePackage + " could not be scanned.", e);
    }
    if (functions.isEmpty()) {
      throw new CannotStartException(
          "No method in " + basePackage + " has the annotation @FunctionName.");
    }
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (FunctionMethod function : functions) {
      if (!names.add(function.name())) {
        throw new CannotStartException("Two functions are named " + function.name() + ".");
      }
    }
    functions.sort(Comparator.comparing(FunctionMethod::name, String.CASE_INSENSITIVE_ORDER));
    return List.copyOf(functions);
  }

  static Set<String> classNames(String basePackage) throws IOException, URISyntaxException {
    var folder = basePackage.replace('.', '/');
    var names = new LinkedHashSet<String>();
    for (URL url : Collections.list(FunctionScan.class.getClassLoader().getResources(folder))) {
      switch (url.getProtocol()) {
        case "file" -> addFromDirectory(Path.of(url.toURI()), basePackage, names);
        case "jar" -> addFromJar((JarURLConnection) url.openConnection(), folder, names);
        default -> throw new IOException("Neither a directory nor a jar: " + url);
      }
    }
    return names;
  }

  private static void addFromDirectory(Path directory, String basePackage, Set<String> names)
      throws IOException {
    try (var files = Files.walk(directory)) {
      files
          .map(file -> directory.relativize(file).toString())
          .filter(FunctionScan::isClass)
          .map(file -> basePackage + "." + className(file.replace(File.separatorChar, '/')))
          .sorted()
          .forEach(names::add);
    }
  }

  private static void addFromJar(JarURLConnection connection, String folder, Set<String> names)
      throws IOException {
    connection.setUseCaches(false);
    try (var jar = connection.getJarFile()) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(entry -> entry.startsWith(folder + "/") && isClass(entry))
          .map(FunctionScan::className)
          .forEach(names::add);
    }
  }

  private static boolean isClass(String file) {
    return file.endsWith(CLASS_FILE) && !file.endsWith("-info.class");
  }

  private static String className(String file) {
    return file.substring(0, file.length() - CLASS_FILE.length()).replace('/', '.');
  }
}
