/**
 * Imitations of identity providers: their metadata, key sets and tokens as their documentation
 * describes them.
 */
@NullMarked
package dev.acstoken.providers;

import org.jspecify.annotations.NullMarked;
