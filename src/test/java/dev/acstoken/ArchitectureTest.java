package dev.acstoken;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
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
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Verifies which package may depend on which, and the rules that every class follows. */
@AnalyzeClasses(packages = "dev.acstoken", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String ROOT = "dev.acstoken";
  private static final String APP = "dev.acstoken.app..";
  private static final String AUTH = "dev.acstoken.auth..";
  private static final String AZURE = "dev.acstoken.azure..";
  private static final String CONCURRENT = "dev.acstoken.concurrent..";
  private static final String FUNCTIONS = "dev.acstoken.functions..";
  private static final String GUESTS = "dev.acstoken.guests..";
  private static final String HEALTH = "dev.acstoken.health..";
  private static final String HTTP = "dev.acstoken.http..";
  private static final String IDENTITY = "dev.acstoken.identity..";
  private static final String RATE_LIMIT = "dev.acstoken.ratelimit..";
  private static final String SETTINGS = "dev.acstoken.settings..";
  private static final String TEAMS = "dev.acstoken.teams..";
  private static final String TELEMETRY = "dev.acstoken.telemetry..";

  private static final String AZURE_JSON = "com.azure.json..";
  private static final String FUNCTIONS_LIBRARY = "com.microsoft.azure.functions..";

  private static final DescribedPredicate<JavaClass> FUNCTION_CLASSES =
      describe(
          "function classes",
          type -> type.getMethods().stream().anyMatch(m -> m.isAnnotatedWith(FunctionName.class)));

  private ArchitectureTest() {}

  @ArchTest
  static final ArchRule concurrent =
      onlyDependsOn(CONCURRENT)
          .because("its classes are general and do not depend on this service");

  @ArchTest
  static final ArchRule identity =
      onlyDependsOn(IDENTITY, CONCURRENT)
          .because("the lifecycle of an identity depends on neither Azure nor HTTP");

  @ArchTest
  static final ArchRule teams =
      onlyDependsOn(TEAMS, IDENTITY)
          .because("it is a separate domain next to users and identities");

  @ArchTest
  static final ArchRule guests =
      onlyDependsOn(GUESTS, IDENTITY, CONCURRENT)
          .because("a guest's identity and tokens are those of a user");

  @ArchTest
  static final ArchRule auth =
      onlyDependsOn(AUTH, IDENTITY, CONCURRENT, "com.nimbusds..", "javax.net.ssl..")
          .because("authentication depends on neither Azure nor the Functions host");

  @ArchTest
  static final ArchRule rateLimit =
      onlyDependsOn(RATE_LIMIT, IDENTITY, CONCURRENT, "io.github.bucket4j..")
          .because("requests are limited by what they cost, whatever their operation");

  @ArchTest
  static final ArchRule health =
      onlyDependsOn(HEALTH, IDENTITY, CONCURRENT)
          .because("health checks do not depend on the application that they report on");

  @ArchTest
  static final ArchRule telemetry =
      onlyDependsOn(
              TELEMETRY,
              IDENTITY,
              FUNCTIONS_LIBRARY,
              // The failure log reads the HTTP status from an SDK's exception, and nothing else.
              "com.azure.core.exception..",
              "com.azure.core.http..")
          .because("events are described in the domain's terms");

  @ArchTest
  static final ArchRule settings =
      onlyDependsOn(SETTINGS, AUTH, AZURE, IDENTITY, GUESTS, RATE_LIMIT, AZURE_JSON)
          .because("they are parsed into the types of each part");

  @ArchTest
  static final ArchRule azure =
      onlyDependsOn(
              AZURE,
              IDENTITY,
              GUESTS,
              TEAMS,
              CONCURRENT,
              "com.azure..",
              "com.microsoft.aad.msal4j..",
              // The interface of the SDKs' HTTP client uses its types.
              "reactor.core.publisher..")
          .because("it implements the ports of the domain");

  @ArchTest
  static final ArchRule http =
      onlyDependsOn(
              HTTP,
              IDENTITY,
              GUESTS,
              TEAMS,
              AUTH,
              RATE_LIMIT,
              HEALTH,
              TELEMETRY,
              AZURE_JSON,
              FUNCTIONS_LIBRARY)
          .because(
              "it translates HTTP and JSON for the domain, and the SDKs stay behind the ports");

  @ArchTest
  static final ArchRule app =
      onlyDependsOn(
              APP,
              SETTINGS,
              AZURE,
              HTTP,
              AUTH,
              RATE_LIMIT,
              HEALTH,
              IDENTITY,
              GUESTS,
              TEAMS,
              CONCURRENT,
              "javax.net.ssl..")
          .because("it connects the parts, and each part hides its own library");

  @ArchTest
  static final ArchRule functions =
      onlyDependsOn(
              FUNCTIONS,
              APP,
              HTTP,
              AUTH,
              RATE_LIMIT,
              HEALTH,
              IDENTITY,
              GUESTS,
              TEAMS,
              FUNCTIONS_LIBRARY)
          .because(
              "a function declares its route, its callers and its cost, and calls one operation");

  @ArchTest
  static final ArchRule nothingDependsOnTheFunctions =
      noClasses()
          .that()
          .resideOutsideOfPackage(FUNCTIONS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(FUNCTIONS)
          .because("only the Functions host calls them");

  @ArchTest
  static final ArchRule onlyTheFunctionsDependOnTheApplication =
      noClasses()
          .that()
          .resideOutsideOfPackages(FUNCTIONS, APP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP)
          .because("a part receives its dependencies and looks none up");

  @ArchTest
  static final ArchRule everyFunctionDeclaresItsAllowedCallers =
      methods()
          .that()
          .areAnnotatedWith(FunctionName.class)
          .should(callRequestHandlerFor())
          .because("a function declares its callers by the RequestHandler method that it calls");

  @ArchTest
  static final ArchRule exactlyTheFunctionsForTheOperatorRequireTheMasterKey =
      methods()
          .that()
          .areAnnotatedWith(FunctionName.class)
          .should(requireTheMasterKeyIfForOperator())
          .because(
              "the Functions host verifies the key only if the level says so, and an app has no"
                  + " key");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .assignedFrom(new By("packages", JavaClass::getPackageName))
          .should()
          .beFreeOfCycles()
          .because("without cycles, a package can be understood after those that it uses");

  @ArchTest
  static final ArchRule classesHaveNoCycles =
      slices()
          .assignedFrom(new By("top-level classes", ArchitectureTest::topLevelName))
          .should()
          .beFreeOfCycles()
          .because("without cycles, a class can be understood after those that it uses");

  @ArchTest
  static final ArchRule nothingDependsOnThePrograms =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.acstoken.emulator..", "dev.acstoken.devhost..", "dev.acstoken.bench..")
          .because(
              "the emulator and the local issuer, which issues tokens to anyone, are never"
                  + " deployed");

  @ArchTest
  static final ArchRule noClassIsNamedUtilHelperOrManager =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Managers?)(\\$.*)?")
          .because("such a name fits any code, so unrelated code collects there");

  @ArchTest
  static final ArchRule publicClassesAreUsedFromOtherPackages =
      classes()
          .that()
          .arePublic()
          .and(not(FUNCTION_CLASSES))
          .and()
          .areTopLevelClasses()
          .and()
          .doNotHaveSimpleName("PrimingMiddleware")
          // Functions pass these on without naming their types.
          .and()
          .doNotHaveSimpleName("JsonBody")
          .and()
          .doNotHaveSimpleName("Operation")
          // The development host finds the operator's settings with it.
          .and()
          .doNotHaveSimpleName("Setting")
          // The program mappings uses them.
          .and()
          .doNotHaveSimpleName("UserMove")
          .and()
          .doNotHaveSimpleName("TableScan")
          .and()
          .doNotHaveSimpleName("ScannedRow")
          .and()
          .doNotHaveSimpleName("TableRows")
          .and()
          .doNotHaveSimpleName("TableAccess")
          .and()
          .doNotHaveSimpleName("ImportSettings")
          .and()
          .doNotHaveSimpleName("RowChanges")
          .should(beUsedFromOtherPackages())
          .because("a class is package-private until another package needs it");

  @ArchTest
  static final ArchRule noClassUsesReflection =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.reflect..")
          .because("the compiler then checks every call, and the cold start stays short");

  @ArchTest
  static final ArchRule onlyTheCompositionRootReadsTheEnvironment =
      noClasses()
          .that(describe("are not LazyApplication's", type -> !isLazyApplication(type)))
          .should()
          .callMethodWhere(
              describe(
                  "the environment or a system property is read",
                  call ->
                      call.getTargetOwner().isEquivalentTo(System.class)
                          && call.getName().matches("getenv|getPropert(y|ies)")))
          .because("settings are read once and reported together");

  @ArchTest
  static final ArchRule onlyTheApplicationIsHeldInStaticState =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .and()
          .areDeclaredInClassesThat(
              describe("are not LazyApplication's", type -> !isLazyApplication(type)))
          .should()
          .beFinal()
          .andShould()
          .notHaveRawType(mutable())
          .because("only state that the application owns may persist between requests");

  @ArchTest
  static void staticCollectionsAreImmutable(JavaClasses classes) throws IllegalAccessException {
    for (JavaClass type : classes) {
      for (JavaField field : type.getFields()) {
        boolean isCollection =
            field.getRawType().isAssignableTo(Collection.class)
                || field.getRawType().isAssignableTo(Map.class);
        if (isCollection && field.getModifiers().contains(JavaModifier.STATIC)) {
          Field accessible = field.reflect();
          accessible.setAccessible(true);
          String implementation = accessible.get(null).getClass().getName();
          assertTrue(
              implementation.startsWith("java.util.ImmutableCollections$"),
              field + " has the mutable type " + implementation);
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
    assertEquals(new TreeSet<>(), unmarked, "NullAway checks only marked packages");
  }

  private static boolean isLazyApplication(JavaClass type) {
    return type.getName().matches("dev\\.acstoken\\.app\\.LazyApplication(\\$.*)?");
  }

  private static DescribedPredicate<JavaClass> mutable() {
    return describe(
        "that is mutable",
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
            withNestedClasses(type)
                .flatMap(used -> used.getDirectDependenciesToSelf().stream())
                .map(Dependency::getOriginClass)
                .anyMatch(user -> !user.getPackageName().equals(type.getPackageName()));
        events.add(
            new SimpleConditionEvent(
                type, isUsed, type.getName() + (isUsed ? " is" : " is not") + " used outside"));
      }
    };
  }

  private static ArchCondition<JavaMethod> callRequestHandlerFor() {
    return new ArchCondition<>("call a method of RequestHandler that begins with \"for\"") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean calls =
            method.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().getSimpleName().equals("RequestHandler"))
                .anyMatch(call -> call.getName().startsWith("for"));
        events.add(
            new SimpleConditionEvent(
                method, calls, method.getFullName() + (calls ? " does" : " does not")));
      }
    };
  }

  private static ArchCondition<JavaMethod> requireTheMasterKeyIfForOperator() {
    return new ArchCondition<>("have authLevel ADMIN if they call forOperator, else ANONYMOUS") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean isForOperator =
            method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getName().equals("forOperator"));
        var expected = isForOperator ? AuthorizationLevel.ADMIN : AuthorizationLevel.ANONYMOUS;
        method.getParameters().stream()
            .flatMap(parameter -> parameter.tryGetAnnotationOfType(HttpTrigger.class).stream())
            .map(HttpTrigger::authLevel)
            .forEach(
                level ->
                    events.add(
                        new SimpleConditionEvent(
                            method,
                            level == expected,
                            method.getFullName() + " has the authLevel " + level)));
      }
    };
  }

  private static ArchRule onlyDependsOn(String own, String... others) {
    String[] allowed = Arrays.copyOf(others, others.length + 3);
    allowed[others.length] = own;
    allowed[others.length + 1] = "java..";
    allowed[others.length + 2] = "org.jspecify..";
    return classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed));
  }

  private static Stream<JavaClass> withNestedClasses(JavaClass type) {
    return type.getPackage().getClasses().stream()
        .filter(other -> topLevelName(other).equals(type.getName()));
  }

  private static String topLevelName(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private record By(String description, Function<JavaClass, String> name)
      implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(name.apply(type));
    }

    @Override
    public String getDescription() {
      return description;
    }
  }
}
