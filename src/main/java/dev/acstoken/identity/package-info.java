/**
 * The life of an ACS identity: brought into being once per user, asked for tokens, ended for good.
 *
 * <p>ACS can neither list its identities nor find one by a user's name, so {@link MappingTable}
 * decides who a user is. This package knows the JDK and its own two ports, nothing of Azure's SDKs
 * or of HTTP.
 */
@NullMarked
package dev.acstoken.identity;

import org.jspecify.annotations.NullMarked;
