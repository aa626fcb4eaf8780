package dev.acstoken.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that builds a foreign client or starts a foreign server. Such tests stay in the
 * package of their subject. {@code mvn verify} omits them, and {@code mvn verify -Pinterop} runs
 * them with the others. A test calls {@link ForeignTool#require} for each program that not every
 * machine has.
 */
@Tag("interop")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Interop {}
