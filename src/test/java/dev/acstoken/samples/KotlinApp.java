package dev.acstoken.samples;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** The Kotlin sample, in this JVM. The tests' compiler does not know its classes: by reflection. */
final class KotlinApp implements SampleApp {

  private final String bearerToken;
  private final String freshBearerToken;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Object tokens;
  private final Object credential;

  private KotlinApp(URI endpoint, String bearerToken, String freshBearerToken) throws Exception {
    this.bearerToken = bearerToken;
    this.freshBearerToken = freshBearerToken;
    ClassLoader loader = KotlinSample.classLoader();
    Class<?> session = loader.loadClass("Session");
    tokens =
        loader
            .loadClass("AcsTokens")
            .getConstructor(String.class, session)
            .newInstance(
                endpoint.toString(),
                Proxy.newProxyInstance(
                    loader,
                    new Class<?>[] {session},
                    (unused, method, arguments) -> answer(method.getName(), arguments[0])));
    credential = call(tokens, "getCredential");
  }

  static SampleApp signIn(URI endpoint, String bearerToken, String freshBearerToken)
      throws Exception {
    try {
      return new KotlinApp(endpoint, bearerToken, freshBearerToken);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof IOException || cause instanceof Error) {
        throw e;
      }
      throw new RefusedException(status(cause));
    }
  }

  @Override
  public String token() throws Exception {
    var token = (Future<?>) call(credential, "getToken");
    return (String) call(token.get(), "getToken");
  }

  @Override
  public int ended() throws Exception {
    return ended.get(2, MINUTES);
  }

  @Override
  public void signOut() throws Exception {
    call(tokens, "signOut");
    assertThrows(Exception.class, this::token);
  }

  @Override
  public void close() {
    try {
      call(credential, "dispose");
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("The SDK for Android has changed", e);
    }
  }

  private Object answer(String method, Object argument) throws ReflectiveOperationException {
    if (method.equals("bearerToken")) {
      return argument.equals(true) ? freshBearerToken : bearerToken;
    }
    return ended.complete(status(argument));
  }

  private static int status(Object refused) throws ReflectiveOperationException {
    return (int) call(refused, "getStatus");
  }

  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return Objects.requireNonNullElse(on.getClass().getMethod(method).invoke(on), "nothing");
  }
}
