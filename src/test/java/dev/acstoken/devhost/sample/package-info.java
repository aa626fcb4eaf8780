/** Sample functions for the tests of the development host. */
@NullMarked
package dev.acstoken.devhost.sample;

import org.jspecify.annotations.NullMarked;
