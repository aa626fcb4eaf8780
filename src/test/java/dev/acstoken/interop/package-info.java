/**
 * What tests of foreign clients and servers share: programs that are built or started beside the
 * tests' JVM.
 */
@NullMarked
package dev.acstoken.interop;

import org.jspecify.annotations.NullMarked;
