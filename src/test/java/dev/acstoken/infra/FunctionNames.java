package dev.acstoken.infra;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;

/** The names of the app's functions, read from their annotations. */
public final class FunctionNames {

  // It takes half a second, and some tests need the names a hundred times.
  private static final Set<String> NAMES =
      new ClassFileImporter()
          .importPackages("dev.acstoken.functions").stream()
              .flatMap(it -> it.getMethods().stream())
              .filter(it -> it.isAnnotatedWith(FunctionName.class))
              .map(it -> it.getAnnotationOfType(FunctionName.class).value())
              .collect(toUnmodifiableSet());

  private FunctionNames() {}

  public static Set<String> all() {
    return NAMES;
  }
}
