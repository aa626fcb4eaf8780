package dev.acstoken;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.acstoken.settings.Settings;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** Who may know whom, and what every class keeps to. */
@AnalyzeClasses(packages = "dev.acstoken", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String ROOT = "dev.acstoken";
  private static final String AUTH = "dev.acstoken.auth..";
  private static final String AZURE = "dev.acstoken.azure..";
  private static final String FUNCTIONS = "dev.acstoken.functions..";
  private static final String IDENTITY = "dev.acstoken.identity..";
  private static final String LIMITS = "dev.acstoken.limits..";
  private static final String JSPECIFY = "org.jspecify..";
  private static final String SETTINGS = "dev.acstoken.settings..";

  private static final DescribedPredicate<JavaClass> FUNCTION_CLASSES =
      describe(
          "function classes",
          type -> type.getMethods().stream().anyMatch(m -> m.isAnnotatedWith(FunctionName.class)));

  private ArchitectureTest() {}

  @ArchTest
  static final ArchRule identityKnowsTheJdkAndItself =
      classes()
          .that()
          .resideInAPackage(IDENTITY)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage("java..", IDENTITY, JSPECIFY))
          .because("what an identity's life is depends neither on Azure nor on HTTP");

  @ArchTest
  static final ArchRule authKnowsTheTokenLibraryAndUsers =
      classes()
          .that()
          .resideInAPackage(AUTH)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "com.nimbusds..", AUTH, IDENTITY, JSPECIFY))
          .because("who is calling has nothing to do with Azure or the Functions host");

  @ArchTest
  static final ArchRule limitsKnowUsersAndTheTokenBucket =
      classes()
          .that()
          .resideInAPackage(LIMITS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "io.github.bucket4j..", LIMITS, IDENTITY, JSPECIFY))
          .because("how often a caller may ask does not depend on what for");

  @ArchTest
  static final ArchRule everyFunctionDeclaresWhoMayCallIt =
      classes()
          .that(FUNCTION_CLASSES)
          .should()
          .callMethodWhere(
              target(owner(simpleName("RequestHandler"))).and(target(nameStartingWith("for"))))
          .because("an operation says who may call it by the method that it is handed to");

  @ArchTest
  static final ArchRule azureKnowsTheSdksAndThePorts =
      classes()
          .that()
          .resideInAPackage(AZURE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "com.azure..",
                  "com.microsoft.aad.msal4j..",
                  // The SDKs' HTTP client is declared in its terms.
                  "reactor.core.publisher..",
                  AZURE,
                  IDENTITY,
                  JSPECIFY))
          .because("it implements the ports of the domain, for whoever calls them");

  @ArchTest
  static final ArchRule theRootKnowsThePartsAndNoLibrary =
      classes()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", ROOT, AUTH, AZURE, IDENTITY, LIMITS, SETTINGS, JSPECIFY))
          .because("it puts the parts together; each part knows its own library");

  @ArchTest
  static final ArchRule settingsKnowWhatTheyConfigureAndNoLibrary =
      classes()
          .that()
          .resideInAPackage(SETTINGS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", AUTH, AZURE, IDENTITY, LIMITS, SETTINGS, JSPECIFY))
          .because("a setting becomes a record of the package that it configures");

  @ArchTest
  static final ArchRule functionsKnowTheDomainAndTheHost =
      classes()
          .that()
          .resideInAPackage(FUNCTIONS)
          .and()
          .doNotHaveSimpleName("FailureLog")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "com.azure.json..",
                  "com.microsoft.azure.functions..",
                  ROOT,
                  AUTH,
                  FUNCTIONS,
                  IDENTITY,
                  LIMITS,
                  SETTINGS,
                  JSPECIFY))
          .because("the edge speaks HTTP and JSON; the SDKs stay behind the ports");

  @ArchTest
  static final ArchRule onlyTheFailureLogLooksIntoAnExceptionOfAnSdk =
      classes()
          .that()
          .haveSimpleName("FailureLog")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", ROOT, FUNCTIONS, SETTINGS, JSPECIFY)
                  .or(belongToAnyOf(HttpResponseException.class, HttpResponse.class)))
          .because("the log names the status of an answer, and nothing else of it");

  @ArchTest
  static final ArchRule nobodyKnowsTheFunctions =
      noClasses()
          .that()
          .resideOutsideOfPackage(FUNCTIONS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FUNCTIONS)
          .because("they are the edge: only the Functions host calls them");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .assignedFrom(new ByPackage())
          .should()
          .beFreeOfCycles()
          .because("a package can be understood after those that it knows");

  @ArchTest
  static final ArchRule nothingKnowsTheTestsHosts =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.acstoken.emulator..", "dev.acstoken.devhost..")
          .because("the emulator and the local issuer, who trusts anyone, are never deployed");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Managers?)(\\$.*)?")
          .because("such a name fits anything, so anything ends up there");

  @ArchTest
  static final ArchRule inTheFunctionsPackageOnlyFunctionClassesArePublic =
      classes()
          .that()
          .resideInAPackage(FUNCTIONS)
          .and(not(FUNCTION_CLASSES))
          .and()
          .doNotHaveSimpleName("WarmUpMiddleware")
          .should()
          .notBePublic()
          .because("only the Functions host looks into that package");

  @ArchTest
  static final ArchRule whatIsPublicIsUsedFromOutside =
      classes()
          .that()
          .arePublic()
          .and(not(FUNCTION_CLASSES))
          .and()
          .doNotHaveSimpleName("WarmUpMiddleware")
          // Tests of other packages read settings the way that an operator writes them.
          .and(not(equivalentTo(Settings.class)))
          .should(beUsedFromOtherPackages())
          .because("a class is hidden until somebody else needs it");

  @ArchTest
  static final ArchRule nothingIsDoneByReflection =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..")
          .because("the compiler sees every call, and the cold start stays short");

  @ArchTest
  static final ArchRule onlyTheCompositionRootReadsTheEnvironment =
      noClasses()
          .that(describe("are not TokenEndpoint's", type -> !isTokenEndpoint(type)))
          .should()
          .callMethodWhere(
              describe(
                  "the environment or a system property is read",
                  call ->
                      call.getTargetOwner().isEquivalentTo(System.class)
                          && call.getName().matches("getenv|getPropert(y|ies)")))
          .because("settings are read once and reported together");

  @ArchTest
  static final ArchRule onlyTheEndpointItselfIsStaticState =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .and()
          .areDeclaredInClassesThat(
              describe("are not TokenEndpoint's", type -> !isTokenEndpoint(type)))
          .should()
          .beFinal()
          .andShould()
          .notHaveRawType(canBeChanged())
          .because("nothing stays between requests but what one endpoint owns");

  @ArchTest
  static void collectionsThatAreStaticCannotBeChanged(JavaClasses classes)
      throws IllegalAccessException {
    for (JavaClass type : classes) {
      for (JavaField field : type.getFields()) {
        boolean holdsMany =
            field.getRawType().isAssignableTo(Collection.class)
                || field.getRawType().isAssignableTo(Map.class);
        if (holdsMany && field.getModifiers().contains(JavaModifier.STATIC)) {
          Field accessible = field.reflect();
          accessible.setAccessible(true);
          String made = accessible.get(null).getClass().getName();
          assertTrue(made.startsWith("java.util.ImmutableCollections$"), field + " is a " + made);
        }
      }
    }
  }

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses classes) {
    var unmarked = new TreeSet<String>();
    classes.getPackage(ROOT).getSubpackagesInTree().stream()
        .filter(it -> !it.getClasses().isEmpty() && !it.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .forEach(unmarked::add);
    assertEquals(new TreeSet<>(), unmarked, "NullAway looks at marked packages only");
    assertTrue(classes.getPackage(ROOT).isAnnotatedWith(NullMarked.class));
  }

  private static boolean isTokenEndpoint(JavaClass type) {
    return type.getName().matches("dev\\.acstoken\\.TokenEndpoint(\\$.*)?");
  }

  private static DescribedPredicate<JavaClass> canBeChanged() {
    return describe(
        "that is made to be changed",
        type ->
            type.isArray()
                || type.getPackageName().startsWith("java.util.concurrent")
                || type.isAssignableTo(Appendable.class));
  }

  private static ArchCondition<JavaClass> beUsedFromOtherPackages() {
    return new ArchCondition<>("be used from other packages") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean isUsed =
            type.getDirectDependenciesToSelf().stream()
                .map(Dependency::getOriginClass)
                .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
        events.add(
            new SimpleConditionEvent(
                type, isUsed, type.getName() + (isUsed ? " is" : " is not") + " used outside"));
      }
    };
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages, the root included";
    }
  }
}
