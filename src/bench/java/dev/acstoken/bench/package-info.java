/**
 * The benchmarks measure how fast the endpoint issues tokens, both warm and from a cold start, and
 * whether its resource usage grows under load. {@code mvn -Pbench verify} runs them.
 */
@NullMarked
package dev.acstoken.bench;

import org.jspecify.annotations.NullMarked;
