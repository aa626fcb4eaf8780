package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in an Authorization header, it speaks for nobody, and nothing of it is told. */
class HeaderFuzzTest {
  private static final List<ErrorCode> REFUSALS =
      List.of(ErrorCode.UNAUTHENTICATED, ErrorCode.INVALID_TOKEN, ErrorCode.ISSUER_UNAVAILABLE);

  private final Authenticator authenticator =
      new Authenticator(
          new AuthSettings(
              URI.create("http://127.0.0.1:1"), "audience", "sub", Optional.empty(), "Admin"),
          new IssuerKeys(URI.create("http://127.0.0.1:1"), HttpClient.newHttpClient()));

  @Property
  void textIsRefused(@ForAll String header) {
    refuse(header);
  }

  @Property
  void whatLooksLikeATokenIsRefused(@ForAll("tokens") String header) {
    refuse(header);
  }

  @Provide
  Arbitrary<String> tokens() {
    Arbitrary<String> part =
        Arbitraries.oneOf(
            Arbitraries.of(
                "eyJhbGciOiJub25lIn0",
                "eyJhbGciOiJSUzI1NiJ9",
                "e30",
                "bnVsbA",
                "W10",
                "",
                "IiI",
                "eyJhbGciOiJSUzI1NiIsImNyaXQiOlsiYiJdfQ",
                "eyJzdWIiOiJ4In0"),
            Arbitraries.strings().alpha().numeric().withChars("-_=").ofMaxLength(60));
    return Combinators.combine(
            Arbitraries.of("Bearer ", "bearer ", "BEARER  ", "Bearer\t", "Bearer", "DPoP "),
            part.list().ofMinSize(1).ofMaxSize(6),
            Arbitraries.of("", " ", ",", "\n", ", Bearer e30.e30.e30"))
        .as((scheme, parts, end) -> scheme + String.join(".", parts) + end);
  }

  private void refuse(String header) {
    var refusal = assertThrows(ServiceException.class, () -> authenticator.authenticate(header));

    assertEquals(true, REFUSALS.contains(refusal.code()));
    if (header.length() > 12) {
      assertFalse(String.valueOf(refusal).contains(header.substring(8)), "told something of it");
    }
  }
}
