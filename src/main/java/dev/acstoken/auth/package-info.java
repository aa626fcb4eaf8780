/** Who is calling: an OpenID Connect bearer token to a {@link dev.acstoken.auth.Caller}. */
@NullMarked
package dev.acstoken.auth;

import org.jspecify.annotations.NullMarked;
