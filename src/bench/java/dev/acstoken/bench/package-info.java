/**
 * The benchmarks: programs that measure how fast tokens come, warm and from a cold start, and
 * whether anything grows under load. {@code mvn -Pbench verify} runs them.
 */
@NullMarked
package dev.acstoken.bench;

import org.jspecify.annotations.NullMarked;
