package dev.acstoken.auth.keys;

import java.net.URI;

/** The place from which an issuer's keys are fetched. */
interface KeySource {

  /** Fetches the keys. */
  VerificationKeys fetch(FetchTimeouts timeouts) throws FetchException, InterruptedException;

  /** Returns the address that is fetched first. */
  URI address();
}
