/** Builds and starts separate programs for the tests of foreign clients and servers. */
@NullMarked
package dev.acstoken.interop;

import org.jspecify.annotations.NullMarked;
