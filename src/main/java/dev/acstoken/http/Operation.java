package dev.acstoken.http;

/** The work of a function, which runs after its caller was authorized. */
@FunctionalInterface
public interface Operation<R> {

  Response handle(R request);
}
