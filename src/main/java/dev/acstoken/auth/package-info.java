/** Authenticates callers by their OpenID Connect bearer tokens. */
@NullMarked
package dev.acstoken.auth;

import org.jspecify.annotations.NullMarked;
