/** Tests of the project's pages. */
@NullMarked
package dev.acstoken.docs;

import org.jspecify.annotations.NullMarked;
