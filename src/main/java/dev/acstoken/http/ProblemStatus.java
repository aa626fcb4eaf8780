package dev.acstoken.http;

import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.ErrorCode;

/** Maps errors to HTTP statuses. */
final class ProblemStatus {

  private ProblemStatus() {}

  static HttpStatus of(ErrorCode code) {
    return HttpStatus.valueOf(
        switch (code.category()) {
          case INVALID -> 400;
          case UNAUTHENTICATED -> 401;
          case PERMISSION_DENIED -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> 409;
          case LENGTH_REQUIRED -> 411;
          case PRECONDITION_FAILED -> 412;
          case TOO_LARGE -> 413;
          case UNSUPPORTED_MEDIA_TYPE -> 415;
          case THROTTLED -> 429;
          case INTERNAL -> 500;
          case REJECTED -> 502;
          case UNAVAILABLE, NOT_YET -> 503;
        });
  }
}
