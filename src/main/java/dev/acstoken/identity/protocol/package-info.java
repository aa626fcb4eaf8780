/**
 * Creates and deletes ACS identities, changes access policies and issues tokens, correctly under
 * concurrency, crashes and lost responses.
 */
@NullMarked
package dev.acstoken.identity.protocol;

import org.jspecify.annotations.NullMarked;
