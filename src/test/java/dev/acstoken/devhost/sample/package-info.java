/** Functions that show what a function sees of a request, for the tests of the development host. */
@NullMarked
package dev.acstoken.devhost.sample;

import org.jspecify.annotations.NullMarked;
