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
 * What the programs that are not deployed may use. They compile together with the tests, so only
 * the source root of a class tells what it belongs to.
 */
@AnalyzeClasses(packages = "dev.acstoken")
final class ProgramsArchitectureTest {

  private static final DescribedPredicate<JavaClass> PRODUCT = new FromRoot("src/main/java");
  private static final DescribedPredicate<JavaClass> EMULATOR = new FromRoot("src/emulator/java");
  private static final DescribedPredicate<JavaClass> DEVHOST = new FromRoot("src/devhost/java");
  private static final DescribedPredicate<JavaClass> BENCH = new FromRoot("src/bench/java");

  private static final DescribedPredicate<JavaClass> LIBRARIES =
      resideOutsideOfPackage("dev.acstoken..")
          .and(
              DescribedPredicate.not(
                  resideInAnyPackage(
                      "org.junit..", "org.opentest4j..", "org.assertj..", "com.tngtech..")));

  private ProgramsArchitectureTest() {}

  @ArchTest
  static final ArchRule theEmulatorUsesNothingElseOfTheProject =
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
                      "okhttp3.tls..",
                      "org.jspecify..")))
          .because("it is a program of its own, and its jar holds these libraries only");

  @ArchTest
  static final ArchRule theEmulatorsPartsKnowNoEmulator =
      classes()
          .that(EMULATOR)
          .and(resideInAPackage("dev.acstoken.emulator.server"))
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackage("dev.acstoken..")
                  .or(resideInAPackage("dev.acstoken.emulator.server")))
          .because("the development host is built from them, too");

  @ArchTest
  static final ArchRule theDevelopmentHostUsesTheProductAndTheEmulator =
      classes()
          .that(DEVHOST)
          .should()
          .onlyDependOnClassesThat(DEVHOST.or(PRODUCT).or(EMULATOR).or(LIBRARIES))
          .because("people start it, and tests are not part of what they start");

  @ArchTest
  static final ArchRule theBenchmarksUseTheOtherProgramsAndNoTest =
      classes()
          .that(BENCH)
          .should()
          .onlyDependOnClassesThat(BENCH.or(DEVHOST).or(PRODUCT).or(EMULATOR).or(LIBRARIES))
          .because("they measure what is deployed, not what tests make of it");

  /** Matches the classes whose source file stands in a source root, nested classes included. */
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
