/** Acquires Teams users' tokens from Entra ID on their behalf. */
@NullMarked
package dev.acstoken.azure.entra;

import org.jspecify.annotations.NullMarked;
