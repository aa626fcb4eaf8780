/** The Java of docs/app-developers.md, and the tests that run all of that page's samples. */
@NullMarked
package dev.acstoken.samples;

import org.jspecify.annotations.NullMarked;
