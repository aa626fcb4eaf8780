/**
 * The domain: users, ACS identities, access policies and tokens, and the ports to where they are
 * kept.
 *
 * <p>ACS can neither list its identities nor find one by a user's name, so the mapping store
 * decides which identity belongs to which user. This package knows the JDK and itself.
 */
@NullMarked
package dev.acstoken.identity;

import org.jspecify.annotations.NullMarked;
