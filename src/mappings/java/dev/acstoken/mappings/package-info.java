/**
 * A tool that imports and exports the mappings of users to ACS identities, compares them with a
 * file, and moves users whose issuer was renamed. It works on the endpoint's table, with the
 * endpoint's settings, and is not deployed.
 */
@NullMarked
package dev.acstoken.mappings;

import org.jspecify.annotations.NullMarked;
