package dev.acstoken.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Verifies the hash by which a repeat of a request for an invitation is recognised. The table has
 * hashes of earlier versions, so a request's hash never changes.
 */
class RequestHashTest {

  private static final Optional<ScopeSet> SCOPES =
      Optional.of(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP));
  private static final Optional<Expiry> TIME =
      Optional.of(new Expiry.At(Instant.parse("2026-11-20T09:30:00Z")));
  private static final Optional<Expiry> LIFE =
      Optional.of(new Expiry.After(Duration.ofMinutes(90)));

  @Test
  void aRequestHasTheSameHashInEveryVersion() {
    assertEquals(
        "281fc3331e6ce7f8d68823baf7c2d0d5336d745e3aad1c2c49aeda5b682d94a1",
        request(SCOPES, TIME, OptionalInt.of(3), Optional.of("meeting 7"), "key").hash());
    assertEquals(
        "709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c",
        GuestFixture.DEFAULT_REQUEST.hash());
  }

  @Test
  void everythingButTheKeyDistinguishesRequests() {
    Stream<InvitationRequest> requests =
        Stream.of(
            GuestFixture.DEFAULT_REQUEST,
            request(SCOPES, Optional.empty(), OptionalInt.empty(), Optional.empty(), "key"),
            request(Optional.empty(), TIME, OptionalInt.empty(), Optional.empty(), "key"),
            request(Optional.empty(), LIFE, OptionalInt.empty(), Optional.empty(), "key"),
            request(Optional.empty(), Optional.empty(), OptionalInt.of(1), Optional.empty(), "key"),
            request(
                Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of("1"), "key"),
            request(
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of("1"),
                "other"));

    Set<String> hashes = requests.map(InvitationRequest::hash).collect(Collectors.toSet());

    assertEquals(6, hashes.size());
  }

  private static InvitationRequest request(
      Optional<ScopeSet> scopes,
      Optional<Expiry> expiry,
      OptionalInt maxGuests,
      Optional<String> reference,
      String key) {
    return new InvitationRequest(scopes, expiry, maxGuests, reference, Optional.of(key));
  }
}
