package dev.acstoken.interop.versions;

import java.util.Optional;

/**
 * One request of the crowd.
 *
 * @param sent the time before it was sent, in nanoseconds since the crowd began
 * @param received the time after its response was received, in the same unit; the greatest number
 *     if the process was killed first
 */
record Exchange(
    Call call, Caller user, String version, long sent, long received, Optional<Result> result) {

  boolean isSuccess() {
    return result.filter(Result::isSuccess).isPresent();
  }

  /** Returns the call, the version and what came of it, for counting. */
  String kind() {
    String outcome = result.map(it -> (it.status() + " " + it.code()).strip()).orElse("killed");
    return call + " " + outcome + " (" + version + ")";
  }
}
