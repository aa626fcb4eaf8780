package dev.acstoken.functions;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.acstoken.contract.Contract;
import dev.acstoken.contract.ContractOperation;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that the functions are the operations of the contract and bind no parameters. */
class FunctionClassesTest {

  private static final List<Method> FUNCTIONS = findFunctions();

  @Test
  void theFunctionsAreTheOperationsOfTheContract() {
    assertEquals(
        Contract.SERVED.operations().stream().map(ContractOperation::declaration).sorted().toList(),
        httpFunctions().map(FunctionClassesTest::operation).sorted().toList());
  }

  // With @BindingName, a query such as ?USERID=x would fail every call before authentication.
  @ParameterizedTest
  @MethodSource("httpFunctions")
  void noFunctionBindsAParameterOfItsRoute(Method function) {
    assertEquals(List.of(), annotations(function, BindingName.class).toList());
  }

  static Stream<Method> httpFunctions() {
    return FUNCTIONS.stream()
        .filter(function -> annotations(function, HttpTrigger.class).findAny().isPresent());
  }

  private static List<Method> findFunctions() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.acstoken")
            .stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(FunctionName.class))
            .map(method -> method.reflect())
            .toList();
  }

  private static String operation(Method function) {
    var trigger = httpTrigger(function);
    String methods = Stream.of(trigger.methods()).map(Enum::name).collect(joining(","));
    return name(function) + " " + methods + " " + trigger.route();
  }

  private static String name(Method function) {
    return function.getAnnotation(FunctionName.class).value();
  }

  private static HttpTrigger httpTrigger(Method function) {
    return annotations(function, HttpTrigger.class).findFirst().orElseThrow();
  }

  private static <A extends Annotation> Stream<A> annotations(Method function, Class<A> type) {
    return Stream.of(function.getParameters())
        .map(parameter -> Optional.ofNullable(parameter.getAnnotation(type)))
        .flatMap(Optional::stream);
  }
}
