/** Reads the OpenAPI contract for tests that compare HTTP exchanges and the code with it. */
@NullMarked
package dev.acstoken.contract;

import org.jspecify.annotations.NullMarked;
