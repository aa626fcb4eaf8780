/** Acquires Teams users' tokens from Entra ID on the users' behalf. */
@NullMarked
package dev.acstoken.azure.entra;

import org.jspecify.annotations.NullMarked;
