package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.URI;

/** The URL of a request. */
final class RequestUri {

  private RequestUri() {}

  /**
   * Returns the URL.
   *
   * @throws ServiceException if it is malformed
   */
  static URI of(HttpRequestMessage<?> request) {
    try {
      return request.getUri();
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  static ServiceException malformed(IllegalArgumentException cause) {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The URL is malformed. Percent-encode the values of its query.",
        cause);
  }
}
