package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the Functions host needs of a function class, and the operations of the contract. */
class FunctionClassesTest {

  private static final List<Class<?>> FUNCTION_CLASSES = importFunctionClasses();

  @Test
  void theContractHasTheseOperations() {
    assertEquals(
        List.of(
            "CreateIdentity PUT users/{userId}/identity",
            "DeleteIdentity DELETE users/{userId}/identity",
            "ExchangeTeamsToken POST users/me/teams-tokens",
            "GetIdentity GET users/{userId}/identity",
            "Health GET health",
            "IssueToken POST users/{userId}/tokens",
            "RefreshToken POST users/{userId}/tokens/refresh",
            "RevokeTokens DELETE users/{userId}/tokens"),
        httpFunctionClasses().map(FunctionClassesTest::operation).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("functionClasses")
  void isPublicAndFinalAndMadeWithoutArguments(Class<?> type) throws Exception {
    assertTrue(Modifier.isPublic(type.getModifiers()));
    assertTrue(Modifier.isFinal(type.getModifiers()));
    assertTrue(Modifier.isPublic(type.getConstructor().getModifiers()));
    assertEquals(1, type.getConstructors().length);
    type.getConstructor().newInstance();
  }

  @ParameterizedTest
  @MethodSource("functionClasses")
  void takesItsCollaboratorsFromATest(Class<?> type) {
    assertTrue(
        Stream.of(type.getDeclaredConstructors())
            .filter(it -> it.getParameterCount() > 0)
            .map(Constructor::getModifiers)
            .allMatch(it -> (it & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.PRIVATE)) == 0));
  }

  @ParameterizedTest
  @MethodSource("functionClasses")
  void hasOneFunctionNamedLikeTheClass(Class<?> type) {
    assertEquals(
        List.of(type.getSimpleName()),
        functions(type).map(it -> it.getAnnotation(FunctionName.class).value()).toList());
    assertTrue(Modifier.isPublic(function(type).getModifiers()));
  }

  // A key in a mobile app is a published secret: the code verifies a bearer token instead.
  @ParameterizedTest
  @MethodSource("httpFunctionClasses")
  void needsNoFunctionKey(Class<?> type) {
    assertEquals(AuthorizationLevel.ANONYMOUS, trigger(type).authLevel());
  }

  @ParameterizedTest
  @MethodSource("httpFunctionClasses")
  void bindsEveryParameterOfItsRoute(Class<?> type) {
    var inRoute =
        Pattern.compile("\\{(\\w+)\\}")
            .matcher(trigger(type).route())
            .results()
            .map(it -> it.group(1))
            .toList();
    var bound =
        Stream.of(function(type).getParameters())
            .filter(it -> it.isAnnotationPresent(BindingName.class))
            .map(it -> it.getAnnotation(BindingName.class).value())
            .toList();

    assertEquals(inRoute, bound);
  }

  @ParameterizedTest
  @MethodSource("httpFunctionClasses")
  void answersWithAResponseAndKnowsItsInvocation(Class<?> type) {
    assertEquals(HttpResponseMessage.class, function(type).getReturnType());
    assertTrue(Arrays.asList(function(type).getParameterTypes()).contains(ExecutionContext.class));
  }

  @Test
  void theSweepRunsEveryFiveMinutes() {
    assertEquals(
        List.of("0 */5 * * * *"),
        Stream.of(function(SweepIdentities.class).getParameters())
            .filter(it -> it.isAnnotationPresent(TimerTrigger.class))
            .map(it -> it.getAnnotation(TimerTrigger.class).schedule())
            .toList());
  }

  static Stream<Class<?>> httpFunctionClasses() {
    return functionClasses().filter(it -> it != SweepIdentities.class);
  }

  static Stream<Class<?>> functionClasses() {
    return FUNCTION_CLASSES.stream();
  }

  private static List<Class<?>> importFunctionClasses() {
    List<Class<?>> found = new ArrayList<>();
    new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.acstoken")
            .stream()
            .filter(FunctionClassesTest::hasFunction)
            .forEach(it -> found.add(it.reflect()));
    return List.copyOf(found);
  }

  private static boolean hasFunction(JavaClass type) {
    return type.getMethods().stream().anyMatch(it -> it.isAnnotatedWith(FunctionName.class));
  }

  private static String operation(Class<?> type) {
    var trigger = trigger(type);
    var methods = Stream.of(trigger.methods()).map(Enum::name).toList();
    return type.getSimpleName() + " " + String.join(",", methods) + " " + trigger.route();
  }

  private static HttpTrigger trigger(Class<?> type) {
    return Stream.of(function(type).getParameters())
        .filter(it -> it.isAnnotationPresent(HttpTrigger.class))
        .map(it -> it.getAnnotation(HttpTrigger.class))
        .findFirst()
        .orElseThrow();
  }

  private static Method function(Class<?> type) {
    return functions(type).findFirst().orElseThrow();
  }

  private static Stream<Method> functions(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(it -> it.isAnnotationPresent(FunctionName.class));
  }
}
