package dev.acstoken.auth.keys;

import java.time.Duration;

/**
 * The result of a successful fetch.
 *
 * @param keys the keys
 * @param fetch the number of the fetch. A later fetch has a higher number.
 * @param began when the fetch began, since an arbitrary origin
 */
record FetchedKeys(VerificationKeys keys, long fetch, Duration began) {}
