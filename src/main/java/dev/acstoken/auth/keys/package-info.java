/**
 * The signing keys of issuers: where they are, fetching and caching them, and verifying with them.
 */
@NullMarked
package dev.acstoken.auth.keys;

import org.jspecify.annotations.NullMarked;
