package dev.acstoken.guests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RecordingObserver;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsReader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Verifies on Azurite and the ACS emulator that concurrent guests never exceed the number of
 * places, and that the end of an invitation leaves none of them.
 *
 * <p>Two instances share one table and one ACS resource and know nothing else of each other.
 */
class ConcurrentGuestsTest {

  private static final int MAX_GUESTS = 5;
  private static final int REQUESTS = 40;
  private static final int MAX_RUNS = 10;

  // The number of requests, and not their duration, is what this test is about.
  private static final Duration BUDGET = Duration.ofMinutes(2);

  private static final Inviter INVITER =
      new Inviter(new User("https://issuer.example", "clinician"), Inviter.Kind.USER);

  private final Emulators emulators = Emulators.startOnFreePorts();
  private final ExecutorService threads = Executors.newFixedThreadPool(REQUESTS);
  private final Instance first = new Instance(emulators, Clock.systemUTC());
  private final Instance second = new Instance(emulators, Clock.systemUTC());

  @AfterEach
  void stop() {
    threads.shutdownNow();
    emulators.close();
  }

  @Test
  void exactlyAsManyGuestsJoinAsThereArePlaces() throws Exception {
    CreatedInvitation created = first.invite(MAX_GUESTS);

    List<Outcome> outcomes = atOnce(request -> join(created, request, "guest-" + request));

    Map<String, Long> kinds = outcomes.stream().collect(groupingBy(Outcome::kind, counting()));
    assertEquals(Map.of("joined", 5L, "full", (long) REQUESTS - MAX_GUESTS), kinds);
    recover();
    assertGuests(created, MAX_GUESTS);
  }

  @Test
  void requestsOfTheSameGuestsAtOnceUseOnePlaceEach() throws Exception {
    CreatedInvitation created = first.invite(MAX_GUESTS);

    List<Outcome> outcomes =
        atOnce(request -> join(created, request, "guest-" + request % MAX_GUESTS));

    assertTrue(outcomes.stream().allMatch(outcome -> outcome.result().isPresent()));
    recover();
    Set<String> identities = assertGuests(created, MAX_GUESTS);
    assertEquals(
        identities,
        outcomes.stream()
            .flatMap(it -> it.result().stream())
            .map(it -> identity(it))
            .collect(toSet()));
  }

  @Test
  void theEndLeavesNobodyWhoJoinsAtTheSameTime() throws Exception {
    CreatedInvitation created = first.invite(REQUESTS);

    List<Outcome> outcomes =
        atOnce(
            request ->
                request == REQUESTS / 2
                    ? end(created)
                    : join(created, request, "guest-" + request));

    Set<String> kinds = outcomes.stream().map(Outcome::kind).collect(toSet());
    assertTrue(Set.of("joined", "again", "ended").containsAll(kinds), kinds::toString);
    recover();
    assertEquals(Set.of(), emulators.acs().identities());
    assertEquals(List.of(), first.list(created));
  }

  // The observer is not thread-safe, as that of a request.
  @Test
  void theEndReportsEachOfManyDeletions() throws Exception {
    CreatedInvitation created = first.invite(REQUESTS);
    var unused = atOnce(request -> join(created, request, "guest-" + request));
    var observer = new RecordingObserver();

    int remaining =
        second
            .protocol
            .invitations()
            .end(created.invitation().id(), it -> true, RequestContext.within(BUDGET, observer));

    assertEquals(0, remaining);
    assertEquals(
        REQUESTS,
        observer.changes().stream()
            .filter(change -> change.kind() == StateChange.Kind.IDENTITY_DELETED)
            .map(StateChange::user)
            .distinct()
            .count());
    assertEquals(Set.of(), emulators.acs().identities());
  }

  private Outcome end(CreatedInvitation created) {
    var unused =
        second.protocol.invitations().end(created.invitation().id(), it -> true, context());
    return new Outcome("ended", Optional.empty());
  }

  private Outcome join(CreatedInvitation created, int request, String name) {
    Guests guests = (request % 2 == 0 ? first : second).protocol.guests();
    GuestSecret secret = GuestSecret.of((name + "-").repeat(8)).orElseThrow();
    try {
      Invitation invitation = guests.find(created.code(), it -> true, context()).orElseThrow();
      JoinResult result =
          guests.join(
              invitation,
              created.code(),
              Guest.of(invitation.id(), secret),
              true,
              () -> {},
              context());
      return new Outcome(result.isNew() ? "joined" : "again", Optional.of(result));
    } catch (ServiceException e) {
      assertEquals(ErrorCode.INVITATION_NOT_USABLE, e.code(), e::detail);
      return new Outcome(e.reason().orElseThrow(), Optional.empty());
    }
  }

  // Some requests were refused after they had created an identity, and were not able to delete it.
  private void recover() {
    var later = new Instance(emulators, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
    for (int i = 0; i < MAX_RUNS; i++) {
      if (later.recover().equals(RecoveryResult.NOTHING)) {
        return;
      }
    }
  }

  private Set<String> assertGuests(CreatedInvitation created, int count) {
    Set<String> identities =
        first.list(created).stream().map(it -> it.communicationUserId().value()).collect(toSet());
    assertEquals(count, identities.size());
    assertEquals(identities, emulators.acs().identities());
    return identities;
  }

  private List<Outcome> atOnce(Request request) throws Exception {
    List<Callable<Outcome>> calls = new ArrayList<>();
    IntStream.range(0, REQUESTS).forEach(number -> calls.add(() -> request.send(number)));
    Collections.shuffle(calls);
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> outcome : threads.invokeAll(calls)) {
      outcomes.add(outcome.get());
    }
    return outcomes;
  }

  private static String identity(JoinResult result) {
    return result.issued().mapping().communicationUserId().value();
  }

  private static RequestContext context() {
    return RequestContext.within(BUDGET);
  }

  @FunctionalInterface
  private interface Request {
    Outcome send(int number);
  }

  /** The outcome of a request: joined, again, or the reason of a refusal. */
  private record Outcome(String kind, Optional<JoinResult> result) {}

  /** An instance of the service. */
  private static final class Instance {

    private final IdentityProtocol users;
    private final GuestProtocol protocol;

    Instance(Emulators emulators, Clock clock) {
      Settings settings = SettingsReader.read(emulators.environment());
      var azure = new AzureClients(emulators.connections());
      TableStorage table = azure.tableStorage(settings.table());
      users =
          new IdentityProtocol(
              new ObservedIdentities(azure.communicationIdentities(settings.acs())),
              table.mappings(),
              table.intentLog(),
              settings.identities(),
              clock);
      protocol =
          new GuestProtocol(
              table.invitations(),
              table.joinLog(),
              table.endSchedule(),
              users,
              settings.guests(),
              clock);
    }

    CreatedInvitation invite(int maxGuests) {
      var request =
          new InvitationRequest(
              Optional.empty(),
              Optional.empty(),
              OptionalInt.of(maxGuests),
              Optional.empty(),
              Optional.empty());
      return protocol.invitations().create(INVITER, request, context());
    }

    List<JoinedGuest> list(CreatedInvitation created) {
      return protocol.invitations().get(created.invitation().id(), it -> true, context()).guests();
    }

    RecoveryResult recover() {
      return users.recovery().run(context()).plus(protocol.recovery().run(context()));
    }
  }
}
