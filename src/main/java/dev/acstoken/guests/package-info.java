/**
 * Guests: people without an account who join by an invitation. A guest is a user of this service's
 * own, so the identity, the tokens and the deletion of a guest are those of any user.
 */
@NullMarked
package dev.acstoken.guests;

import org.jspecify.annotations.NullMarked;
