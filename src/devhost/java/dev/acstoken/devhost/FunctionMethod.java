package dev.acstoken.devhost;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A function, as declared by its annotations. */
record FunctionMethod(String name, Method method, List<Source> sources, Logger logger) {
  /** Provides the value of a parameter for a call. */
  interface Source {
    @Nullable Object value(Call call);
  }

  /** The input of a call. A timer's call has no request. */
  record Call(@Nullable WorkerRequest request, Bindings bindings, Invocation invocation) {}

  /** The values of {@code @BindingName} parameters. */
  interface Bindings {
    /**
     * Returns the value. If there is none, throws IllegalArgumentException, as the worker also
     * fails.
     */
    String get(String name);
  }

  FunctionMethod {
    sources = List.copyOf(sources);
  }

  /**
   * Reads the annotations.
   *
   * @throws CannotStartException when this host cannot supply a parameter of the method, or the
   *     worker could not call the method
   */
  static FunctionMethod of(Method method) {
    var name = method.getAnnotation(FunctionName.class).value();
    if (!Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
      throw new CannotStartException(
          method + ": the Java worker can only call functions of public classes.");
    }
    var sources = Arrays.stream(method.getParameters()).map(FunctionMethod::source).toList();
    var function =
        new FunctionMethod(name, method, sources, Logger.getLogger("Function." + name + ".User"));
    if (function.httpTrigger().isEmpty() && function.timerTrigger().isEmpty()) {
      throw new CannotStartException(
          method + ": the development host supports only HTTP and timer triggers.");
    }
    return function;
  }

  Optional<HttpTrigger> httpTrigger() {
    return annotation(HttpTrigger.class);
  }

  /** Returns whether the function requires the master key of the Functions host. */
  boolean isForOperators() {
    return httpTrigger()
        .filter(trigger -> trigger.authLevel() == AuthorizationLevel.ADMIN)
        .isPresent();
  }

  Optional<TimerTrigger> timerTrigger() {
    return annotation(TimerTrigger.class);
  }

  /**
   * Calls the method on a new object of its class.
   *
   * @throws InvocationTargetException if the function throws; the cause is its exception
   */
  @Nullable Object call(Function<Class<?>, Object> objects, Call call)
      throws InvocationTargetException {
    var arguments = sources.stream().map(source -> source.value(call)).toArray();
    var target = objects.apply(method.getDeclaringClass());
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The scan accepts only public methods of public classes.", e);
    }
  }

  private <A extends java.lang.annotation.Annotation> Optional<A> annotation(Class<A> type) {
    return Stream.of(method.getParameters())
        .map(parameter -> parameter.getAnnotation(type))
        .filter(annotation -> annotation != null)
        .findFirst();
  }

  private static Source source(Parameter parameter) {
    var type = parameter.getParameterizedType();
    if (parameter.isAnnotationPresent(HttpTrigger.class)
        && type.getTypeName().equals(REQUEST_OF_TEXT)) {
      return Call::request;
    }
    if (parameter.isAnnotationPresent(TimerTrigger.class) && type == String.class) {
      return call -> TIMER_INFORMATION;
    }
    if (parameter.isAnnotationPresent(BindingName.class) && type == String.class) {
      var name = parameter.getAnnotation(BindingName.class).value();
      return call -> call.bindings().get(name);
    }
    if (type == ExecutionContext.class) {
      return Call::invocation;
    }
    throw new CannotStartException(
        parameter.getDeclaringExecutable()
            + ": the development host cannot supply the parameter "
            + parameter
            + "; it supports "
            + REQUEST_OF_TEXT
            + ", a timer's String, @BindingName String and ExecutionContext.");
  }

  private static final String REQUEST_OF_TEXT =
      HttpRequestMessage.class.getName() + "<java.util.Optional<java.lang.String>>";

  private static final String TIMER_INFORMATION =
      "{\"Schedule\":{\"AdjustForDST\":true},\"ScheduleStatus\":null,\"IsPastDue\":false}";
}
