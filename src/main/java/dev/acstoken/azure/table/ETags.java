package dev.acstoken.azure.table;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;

/** Reads the version of a row from the response to its writing. */
final class ETags {

  private ETags() {}

  // The SDK (TableScrubEtagPolicy) strips quotes at either end, and so cuts the last one off a weak
  // ETag: W/"…' where it was W/"…'". A condition with what is left would be a bad request.
  static String of(Response<?> written) {
    String etag = written.getHeaders().getValue(HttpHeaderName.ETAG);
    return etag.startsWith("W/\"") && !etag.endsWith("\"") ? etag + "\"" : etag;
  }
}
