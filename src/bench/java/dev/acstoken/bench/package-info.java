/** Measures how fast tokens come, warm and cold: {@code mvn -Pbench verify}. */
@NullMarked
package dev.acstoken.bench;

import org.jspecify.annotations.NullMarked;
