/**
 * Tests that run the client samples of {@code src/samples}, whose Java code is in this package, and
 * the requests of {@code requests.http}.
 */
@NullMarked
package dev.acstoken.samples;

import org.jspecify.annotations.NullMarked;
