package dev.acstoken.auth.keys;

import com.nimbusds.jose.proc.SecurityContext;
import dev.acstoken.identity.Deadline;

/**
 * A request for the key that signed a token.
 *
 * @param issuer the issuer that the token names in {@code iss}
 * @param deadline the end of the time that the request may wait
 */
public record KeyRequest(String issuer, Deadline deadline) implements SecurityContext {}
