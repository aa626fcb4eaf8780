/** Tests of this version beside the former one, on the same table. */
@NullMarked
package dev.acstoken.interop.versions;

import org.jspecify.annotations.NullMarked;
