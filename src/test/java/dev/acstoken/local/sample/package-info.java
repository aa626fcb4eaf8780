/** Functions that show what a function sees of a request, for the tests of the development host. */
@NullMarked
package dev.acstoken.local.sample;

import org.jspecify.annotations.NullMarked;
