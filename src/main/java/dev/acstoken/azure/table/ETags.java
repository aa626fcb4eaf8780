package dev.acstoken.azure.table;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;

/** Reads a row's version from the response to a write. */
final class ETags {

  private ETags() {}

  // The SDK's TableScrubEtagPolicy strips quotes from both ends of an ETag. It thereby removes the
  // closing quote of a weak ETag: W/"…'" becomes W/"…'. The table would reject a condition with the
  // shortened ETag as a bad request, so the quote is restored.
  static String of(Response<?> written) {
    String etag = written.getHeaders().getValue(HttpHeaderName.ETAG);
    return etag.startsWith("W/\"") && !etag.endsWith("\"") ? etag + "\"" : etag;
  }
}
