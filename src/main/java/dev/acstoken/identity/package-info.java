/**
 * The domain: users, ACS identities, access policies and tokens, and the ports to ACS and to the
 * storage of mappings.
 *
 * <p>ACS can neither list its identities nor find the identity of a user, so the mapping store
 * determines which identity belongs to which user. Apart from nullness annotations, this package
 * depends only on the JDK.
 */
@NullMarked
package dev.acstoken.identity;

import org.jspecify.annotations.NullMarked;
