package dev.acstoken.http;

/** What a function does after its caller was found to be allowed to call it. */
@FunctionalInterface
public interface Operation<R> {

  Response handle(R request);
}
