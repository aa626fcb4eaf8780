package dev.acstoken;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Verifies what the programs that are not deployed may depend on. They compile together with the
 * tests, so only the source root of a class shows which program it belongs to.
 */
@AnalyzeClasses(packages = "dev.acstoken")
final class ProgramsArchitectureTest {

  private static final DescribedPredicate<JavaClass> PRODUCT = new FromRoot("src/main/java");
  private static final DescribedPredicate<JavaClass> EMULATOR = new FromRoot("src/emulator/java");
  private static final DescribedPredicate<JavaClass> DEVHOST = new FromRoot("src/devhost/java");
  private static final DescribedPredicate<JavaClass> BENCH = new FromRoot("src/bench/java");
  private static final DescribedPredicate<JavaClass> MAPPINGS = new FromRoot("src/mappings/java");

  private static final DescribedPredicate<JavaClass> LIBRARIES =
      resideOutsideOfPackage("dev.acstoken..")
          .and(
              DescribedPredicate.not(
                  resideInAnyPackage(
                      "org.junit..", "org.opentest4j..", "org.assertj..", "com.tngtech..")));

  private ProgramsArchitectureTest() {}

  @ArchTest
  static final ArchRule theEmulatorUsesNoOtherPartOfTheProject =
      classes()
          .that(EMULATOR)
          .should()
          .onlyDependOnClassesThat(
              EMULATOR.or(
                  resideInAnyPackage(
                      "java..",
                      "javax.crypto..",
                      "javax.net.ssl..",
                      "com.sun.net.httpserver..",
                      "com.azure.json..",
                      "com.nimbusds..",
                      "org.bouncycastle..",
                      "org.jspecify..",
                      "picocli..")))
          .because("it is a separate program, and its jar contains only these libraries");

  @ArchTest
  static final ArchRule theEmulatorsServerPackageDoesNotUseTheEmulator =
      classes()
          .that(EMULATOR)
          .and(resideInAPackage("dev.acstoken.emulator.server"))
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackage("dev.acstoken..")
                  .or(resideInAPackage("dev.acstoken.emulator.server")))
          .because("the development host is built on this package, too");

  @ArchTest
  static final ArchRule theDevelopmentHostUsesTheProductAndTheEmulatorButNoTest =
      classes()
          .that(DEVHOST)
          .should()
          .onlyDependOnClassesThat(DEVHOST.or(PRODUCT).or(EMULATOR).or(LIBRARIES))
          .because("developers run it as a program, and tests are not part of that program");

  @ArchTest
  static final ArchRule theToolForMappingsUsesTheProductAndNoOtherProgram =
      classes()
          .that(MAPPINGS)
          .should()
          .onlyDependOnClassesThat(
              MAPPINGS
                  .or(PRODUCT)
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "com.azure..",
                          "reactor..",
                          "org.reactivestreams..",
                          "org.jspecify..",
                          "picocli..",
                          "de.siegmar.fastcsv..",
                          "com.google.code.externalsorting..",
                          "me.tongfei.progressbar..")))
          .because("it is a separate program, and its jar contains only these libraries");

  @ArchTest
  static final ArchRule theFormatsOfTheToolForMappingsDoNotUseTheTool =
      classes()
          .that(MAPPINGS)
          .and(resideInAnyPackage("dev.acstoken.mappings.file", "dev.acstoken.mappings.sort"))
          .should()
          .onlyDependOnClassesThat(
              PRODUCT
                  .or(resideOutsideOfPackage("dev.acstoken.."))
                  .or(
                      resideInAnyPackage(
                          "dev.acstoken.mappings.file", "dev.acstoken.mappings.sort")))
          .because("every command is built on them");

  @ArchTest
  static final ArchRule theBenchmarksUseTheOtherProgramsButNoTest =
      classes()
          .that(BENCH)
          .should()
          .onlyDependOnClassesThat(
              BENCH.or(DEVHOST).or(MAPPINGS).or(PRODUCT).or(EMULATOR).or(LIBRARIES))
          .because("they measure the code that is deployed, without test code");

  /** Matches the classes whose source file is in a source root, including nested classes. */
  private static final class FromRoot extends DescribedPredicate<JavaClass> {

    private final Set<String> names;

    FromRoot(String root) {
      super("come from " + root);
      Path folder = Path.of(root);
      try (Stream<Path> files = Files.walk(folder)) {
        names =
            files
                .map(file -> folder.relativize(file).toString())
                .filter(file -> file.endsWith(".java"))
                .map(file -> file.replaceAll("\\.java$", "").replaceAll("[/\\\\]", "."))
                .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean test(JavaClass type) {
      return names.contains(type.getBaseComponentType().getName().replaceAll("\\$.*", ""));
    }
  }
}
