package dev.acstoken.guests;

import static dev.acstoken.guests.GuestFixture.CLINICIAN;
import static dev.acstoken.guests.GuestFixture.LOSS_PERIOD;
import static dev.acstoken.guests.GuestFixture.NOW;
import static dev.acstoken.guests.GuestFixture.RULES;
import static dev.acstoken.guests.GuestFixture.assertUnknownCode;
import static dev.acstoken.guests.GuestFixture.assertUnusable;
import static dev.acstoken.guests.GuestFixture.guest;
import static dev.acstoken.guests.GuestFixture.identityOf;
import static dev.acstoken.guests.GuestFixture.requestWithExpiry;
import static dev.acstoken.guests.GuestFixture.secret;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.InvitationRequest.Expiry;
import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.FaultScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that guests join, and that the same secret is the same guest. */
class GuestsTest {

  private final GuestFixture fixture = new GuestFixture();
  private final FaultScript script = fixture.script;

  @Test
  void aGuestJoinsWithAnIdentityAndAPlace() {
    CreatedInvitation created = fixture.given(2);

    JoinResult joined = fixture.join(created, "a");

    assertTrue(joined.isNew());
    assertTrue(fixture.isValid(joined));
    assertEquals(created.invitation().terms().scopes(), joined.issued().scopes());
    assertEquals(guest(created, "a"), joined.guest());
    assertEquals(
        new JoinedGuest(joined.guest(), identityOf(joined), NOW),
        fixture.joined(created, "a").orElseThrow());
    assertEquals(1, fixture.places(created));
    fixture.assertTidy();
  }

  @Test
  void aJoinCallsAcsOnce() {
    fixture.join(fixture.given(1), "a");

    assertEquals(
        List.of("acs.createWithToken"),
        script.log().stream().filter(call -> call.startsWith("acs.")).toList());
  }

  @Test
  void aJoinReadsTheGuestOnce() {
    fixture.join(fixture.given(1), "a");

    assertEquals(1, script.log().stream().filter("guest.find"::equals).count());
  }

  @Test
  void theEntryInTheLogExistsBeforeTheIdentityAndUntilTheGuestHasAPlace() {
    fixture.join(fixture.given(1), "a");

    List<String> log = script.log();
    assertTrue(log.indexOf("join.begin") < log.indexOf("acs.createWithToken"), log::toString);
    assertTrue(log.indexOf("acs.createWithToken") < log.indexOf("admit"), log::toString);
    assertTrue(log.indexOf("admit") < log.indexOf("join.complete"), log::toString);
  }

  @Test
  void aJoinIsAuditedOnce() {
    CreatedInvitation created = fixture.given(1);

    JoinResult joined = fixture.join(created, "a");
    fixture.join(created, "a");

    assertEquals(
        List.of(
            StateChange.of(StateChange.Kind.GUEST_JOINED)
                .withUser(joined.guest().user())
                .withIdentity(identityOf(joined))
                .withInvitation(created.invitation().id().pseudonym())),
        fixture.observer.changes().stream()
            .filter(change -> change.kind() == StateChange.Kind.GUEST_JOINED)
            .toList());
  }

  @Test
  void theSameSecretIsTheSameGuest() {
    CreatedInvitation created = fixture.given(1);
    JoinResult first = fixture.join(created, "a");

    for (JoinResult again : List.of(fixture.join(created, "a"), fixture.joinAgain(created, "a"))) {
      assertFalse(again.isNew());
      assertTrue(fixture.isValid(again));
      assertEquals(identityOf(first), identityOf(again));
    }
    assertEquals(1, fixture.places(created));
    fixture.assertTidy();
  }

  @Test
  void anotherSecretIsAnotherGuest() {
    CreatedInvitation created = fixture.given(2);

    assertNotEquals(identityOf(fixture.join(created, "a")), identityOf(fixture.join(created, "b")));
    assertEquals(2, fixture.places(created));
    fixture.assertTidy();
  }

  @Test
  void theSameSecretIsAnotherGuestOfAnotherInvitation() {
    CreatedInvitation one = fixture.given(1);
    CreatedInvitation other = fixture.given(GuestFixture.DEFAULT_REQUEST);

    assertNotEquals(identityOf(fixture.join(one, "a")), identityOf(fixture.join(other, "a")));
    assertNotEquals(guest(one, "a").id(), guest(other, "a").id());
  }

  @Test
  void aNewSecretIsValidAndNeverRepeated() {
    GuestSecret first = fixture.guests.newSecret();

    assertEquals(first, GuestSecret.of(first.text().reveal()).orElseThrow());
    assertNotEquals(first, fixture.guests.newSecret());
    assertFalse(first.toString().contains(first.text().reveal()));
  }

  @Test
  void neitherTheGuestsIdNorTheUserRevealsTheSecret() {
    Guest guest = guest(fixture.given(1), "a");

    assertFalse(guest.id().contains("aaaa"));
    assertEquals(guest, Guest.of(guest.user()).orElseThrow());
    assertFalse(guest.user().id().contains(secret("a").text().reveal()));
  }

  @ParameterizedTest
  @CsvSource({
    "43200, 1440, 1440",
    "1441,  1440, 1440",
    "1440,  1440, 1440",
    "1439,  1440, 1439",
    "90,    1440,   90",
    "61,    1440,   61",
    "60,    1440,   60",
    "59,    1440,   60",
    "5,     1440,   60",
    "5,       60,   60",
    "43200,   60,   60",
    "43200,  240,  240",
    "100,    240,  100"
  })
  void aTokenOutlivesTheInvitationOnlyByTheShortestLifetimeOfAcs(
      int minutesLeft, int longestLifetime, int lifetime) {
    var configured =
        new GuestFixture(
            new GuestRules(RULES.scopes(), RULES.maxLife(), new TokenLifetime(longestLifetime)));
    CreatedInvitation created =
        configured.given(requestWithExpiry(new Expiry.After(Duration.ofMinutes(minutesLeft))));

    JoinResult first = configured.join(created, "a");
    JoinResult again = configured.joinAgain(created, "a");

    assertEquals(NOW.plus(Duration.ofMinutes(lifetime)), first.issued().token().expiresOn());
    assertEquals(NOW.plus(Duration.ofMinutes(lifetime)), again.issued().token().expiresOn());
  }

  @Test
  void aPartOfAMinuteDoesNotCount() {
    CreatedInvitation created =
        fixture.given(requestWithExpiry(new Expiry.After(Duration.ofMinutes(90))));
    fixture.clock.pass(Duration.ofMillis(1));

    JoinResult joined = fixture.join(created, "a");

    assertEquals(
        NOW.plusMillis(1).plus(Duration.ofMinutes(89)), joined.issued().token().expiresOn());
  }

  @Nested
  class ACodeThatCannotBeUsed {

    @Test
    void anUnknownCodeHasNoReason() {
      CreatedInvitation created = fixture.given(1);
      var other =
          new CreatedInvitation(
              created.invitation(),
              InvitationCode.of(created.invitation().id(), RandomBits.SECURE.next128Bits()));

      assertUnknownCode(() -> fixture.join(other, "a"));
    }

    @Test
    void aFullInvitationTakesNobodyElse() {
      CreatedInvitation created = fixture.given(1);
      fixture.othersJoin(created, "a");

      assertUnusable(UnusableReason.FULL, () -> fixture.join(created, "b"));

      assertNothingWasTried();
      assertTrue(fixture.isValid(fixture.join(created, "a")));
    }

    @Test
    void anInvitationExpiresAtItsTime() {
      CreatedInvitation created =
          fixture.given(requestWithExpiry(new Expiry.After(Duration.ofMinutes(5))));
      fixture.clock.pass(Duration.ofMinutes(5).minusNanos(1));
      assertTrue(fixture.isValid(fixture.join(created, "a")));
      script.clearLog();
      fixture.clock.pass(Duration.ofNanos(1));

      assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(created, "a"));
      assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(created, "b"));
      assertUnusable(UnusableReason.EXPIRED, () -> fixture.joinAgain(created, "b"));

      assertNothingWasTried();
    }

    @Test
    void anEndedInvitationIsClosedToItsGuests() {
      CreatedInvitation created = fixture.given(2);
      JoinResult joined = fixture.othersJoin(created, "a");
      fixture.othersEnd(created);

      assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "a"));
      assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "b"));

      assertNothingWasTried();
      assertFalse(fixture.isValid(joined));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aGuestWhoClaimsToHaveJoinedIsUnknown(int maxGuests) {
      CreatedInvitation created = fixture.given(maxGuests);
      fixture.othersJoin(created, "a");

      assertUnusable(UnusableReason.GUEST_UNKNOWN, () -> fixture.joinAgain(created, "b"));

      assertNothingWasTried();
    }

    @Test
    void theBlockOfTheCreatorSuspendsTheInvitation() {
      CreatedInvitation created = fixture.given(2);
      JoinResult joined = fixture.othersJoin(created, "a");
      block();

      assertUnusable(UnusableReason.SUSPENDED, () -> fixture.join(created, "a"));
      assertUnusable(UnusableReason.SUSPENDED, () -> fixture.join(created, "b"));
      assertNothingWasTried();

      fixture.othersPolicies.reset(CLINICIAN, AccessPolicies.Precondition.NONE, fixture.context);
      assertEquals(identityOf(joined), identityOf(fixture.join(created, "a")));
      assertTrue(fixture.isValid(fixture.join(created, "b")));
    }

    @Test
    void anInvitationOfACreatorWhoIsNotAcceptedIsNotFound() {
      CreatedInvitation created = fixture.given(1);

      assertEquals(
          Optional.empty(),
          fixture.guests.find(created.code(), it -> !it.equals(CLINICIAN), fixture.context));
      assertTrue(
          fixture.guests.find(created.code(), CLINICIAN::equals, fixture.context).isPresent());
    }

    @Test
    void narrowerRulesApplyToInvitationsThatExist() {
      CreatedInvitation created = fixture.given(2);
      JoinResult joined = fixture.othersJoin(created, "a");
      Guests narrowed = withScopes(TokenScope.VOIP);

      for (String name : List.of("a", "b")) {
        assertEquals(
            ScopeSet.of(TokenScope.VOIP_JOIN),
            fixture.join(narrowed, created, name).issued().scopes());
      }
      assertEquals(
          created.invitation().terms().scopes(), fixture.join(created, "a").issued().scopes());
      assertTrue(fixture.isValid(joined));
    }

    @Test
    void rulesThatAllowNoneOfTheScopesSuspendTheInvitation() {
      CreatedInvitation created = fixture.given(2);
      fixture.othersJoin(created, "a");
      Guests narrowed = withScopes(TokenScope.CHAT_JOIN_LIMITED);

      for (String name : List.of("a", "b")) {
        assertUnusable(UnusableReason.SUSPENDED, () -> fixture.join(narrowed, created, name));
      }
    }

    private Guests withScopes(TokenScope... scopes) {
      return fixture
          .withRules(new GuestRules(ScopeSet.of(scopes), RULES.maxLife(), RULES.tokenLifetime()))
          .guests();
    }

    @Test
    void theActionBeforeTheTokenRunsOnceAndOnlyForGuestsWhoMayGetOne() {
      var runs = new AtomicInteger();
      CreatedInvitation created = fixture.given(1);
      fixture.join(created, "a", runs::incrementAndGet);
      assertEquals(1, runs.get());
      fixture.join(created, "a", runs::incrementAndGet);
      assertEquals(2, runs.get());

      assertUnusable(UnusableReason.FULL, () -> fixture.join(created, "b", runs::incrementAndGet));
      block();
      assertUnusable(
          UnusableReason.SUSPENDED, () -> fixture.join(created, "a", runs::incrementAndGet));
      assertEquals(0, fixture.othersEnd(created));
      assertUnusable(UnusableReason.ENDED, () -> fixture.join(created, "a", runs::incrementAndGet));

      assertEquals(2, runs.get());
    }

    @Test
    void theActionBeforeTheTokenMayRefuseTheRequest() {
      CreatedInvitation created = fixture.given(1);

      assertFails(
          ErrorCode.RATE_LIMITED,
          () -> fixture.join(created, "a", FaultScript.failing(ErrorCode.RATE_LIMITED)));

      assertNothingWasTried();
    }

    private void block() {
      var unused =
          fixture.othersPolicies.set(
              CLINICIAN, ScopeSet.NONE, AccessPolicies.Precondition.NONE, fixture.context);
    }

    private void assertNothingWasTried() {
      assertFalse(script.log().contains("join.begin"), script.log()::toString);
      assertEquals(
          List.of(), script.log().stream().filter(call -> call.startsWith("acs.")).toList());
    }
  }

  @Nested
  class BesideOtherRequests {

    @Test
    void twoRequestsOfAGuestShareTheIdentityAndThePlace() {
      for (String step : List.of("join.begin", "acs.createWithToken", "admit", "join.complete")) {
        var own = new GuestFixture();
        CreatedInvitation created = own.given(1);
        own.script.before(step, () -> assertTrue(own.isValid(own.othersJoin(created, "a"))));

        JoinResult joined = own.join(created, "a");

        assertTrue(own.isValid(joined), step);
        assertEquals(
            identityOf(joined), own.joined(created, "a").orElseThrow().communicationUserId(), step);
        assertEquals(1, own.places(created), step);
        own.assertTidy();
      }
    }

    @Test
    void theLastPlaceGoesToTheFirst() {
      CreatedInvitation created = fixture.given(1);
      script.before("admit", () -> fixture.othersJoin(created, "b"));

      assertUnusable(UnusableReason.FULL, () -> fixture.join(created, "a"));

      assertEquals(1, fixture.places(created));
      assertTrue(fixture.joined(created, "a").isEmpty());
      fixture.assertTidy();
    }

    @Test
    void guestsWhoCompeteForPlacesAllJoinIfThereAreEnough() {
      CreatedInvitation created = fixture.given(2);
      script.before("admit", () -> fixture.othersJoin(created, "b"));

      assertTrue(fixture.join(created, "a").isNew());

      assertEquals(2, fixture.places(created));
      fixture.assertTidy();
    }

    @Test
    void anInvitationThatIsEndedMeanwhileTakesNobody() {
      CreatedInvitation created = fixture.given(1);
      for (String step : List.of("join.begin", "acs.createWithToken", "admit")) {
        CreatedInvitation ended = step.equals("admit") ? created : given();
        script.before(step, () -> assertEquals(0, fixture.othersEnd(ended)));

        assertUnusable(UnusableReason.ENDED, () -> fixture.join(ended, "a"));

        assertEquals(0, fixture.places(ended), step);
        fixture.assertTidy();
      }
    }

    private CreatedInvitation given() {
      return fixture.given(GuestFixture.DEFAULT_REQUEST);
    }

    @Test
    void anInvitationThatIsEndedMeanwhileDeletesAGuestWhoJustJoined() {
      CreatedInvitation created = fixture.given(1);
      script.after("admit", () -> assertEquals(0, fixture.othersEnd(created)));

      JoinResult joined = fixture.join(created, "a");

      assertFalse(fixture.isValid(joined));
      fixture.assertTidy();
    }

    @Test
    void aGuestWhoAsksForATokenWhileTheInvitationIsEndedGetsNoLivingOne() {
      for (String step : List.of("guest.find", "acs.issueToken", "find")) {
        var own = new GuestFixture();
        CreatedInvitation created = own.given(1);
        own.join(created, "a");
        own.script.before(step, () -> assertEquals(0, own.othersEnd(created)));

        assertThrows(ServiceException.class, () -> own.join(created, "a"), step);

        own.assertTidy();
        assertEquals(Set.of(), own.table.guests(), step);
      }
    }

    @Test
    void anInvitationThatExpiresMeanwhileTakesNobody() {
      CreatedInvitation created = fixture.given(1);
      script.after("acs.createWithToken", () -> fixture.clock.pass(Duration.ofHours(24)));

      assertUnusable(UnusableReason.EXPIRED, () -> fixture.join(created, "a"));

      fixture.assertTidy();
    }

    @Test
    void aCodeThatIsReplacedMeanwhileLetsNobodyJoin() {
      CreatedInvitation created = fixture.given(1);
      script.before("admit", () -> fixture.given(1));

      assertUnknownCode(() -> fixture.join(created, "a"));

      assertEquals(0, fixture.places(created));
      fixture.assertTidy();
    }

    @Test
    void recoveryOfAJoinThatWasOnlySlowDoesNotHarmIt() {
      for (String step : List.of("acs.createWithToken", "admit", "join.complete")) {
        var own = new GuestFixture();
        CreatedInvitation created = own.given(1);
        own.script.before(step, own::recoverLater);

        JoinResult joined = own.join(created, "a");

        assertTrue(own.isValid(joined), step);
        assertEquals(1, own.places(created), step);
        own.assertTidy();
      }
    }

    // A token that was released is valid afterwards, whichever step of recovery it came before.
    @Test
    void aRetryBesideRecoveryGetsNoTokenOfADeletedIdentity() {
      List<String> steps = recoverBeside("none");
      assertTrue(steps.contains("acs.delete"), steps::toString);
      for (String step : Set.copyOf(steps)) {
        recoverBeside(step);
      }
    }

    private List<String> recoverBeside(String step) {
      var own = new GuestFixture();
      CreatedInvitation created = own.given(1);
      own.script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> own.join(created, "a"));
      own.clock.pass(Duration.ofMinutes(5));
      own.script.clearLog();
      var retry = new Retry(own);
      own.script.before(step, () -> retry.join(created));

      own.recovery.run(own.context);

      retry.assertNoTokenOfADeletedIdentity(created, step);
      return own.script.log();
    }

    @Test
    void aRetryWithTheNewCodeBesideARefusedRequestGetsNoTokenOfADeletedIdentity() {
      for (String step :
          List.of("join.claim", "joins.findOf", "guest.find", "acs.delete", "join.complete")) {
        var own = new GuestFixture();
        CreatedInvitation created = own.given(1);
        var retry = new Retry(own);
        var replaced = new AtomicReference<>(created);
        own.script.before(
            "admit",
            () -> {
              replaced.set(own.given(1));
              // The refused request looks for the guest's place before it completes its entry.
              own.script.after(
                  "guest.find",
                  () -> own.script.before(step, () -> retry.join(requireNonNull(replaced.get()))));
            });

        assertUnknownCode(() -> own.join(created, "a"));

        retry.assertNoTokenOfADeletedIdentity(requireNonNull(replaced.get()), step);
      }
    }

    // Each request has an entry of its own in the log.
    @Test
    void aRefusedRequestLeavesTheEntryOfAnotherRequestOfTheGuest() {
      CreatedInvitation created = fixture.given(1);
      var secondScript = new FaultScript();
      Guests second = fixture.anotherInstance(secondScript).guests();
      secondScript.before("admit", () -> fixture.othersJoin(created, "b"));
      script.after(
          "join.begin",
          () -> assertUnusable(UnusableReason.FULL, () -> fixture.join(second, created, "a")));
      script.after("acs.issueToken", FaultScript.dying());

      assertThrows(FaultScript.ProcessDeath.class, () -> fixture.join(created, "a"));

      fixture.recoverLater();
      fixture.assertTidy();
    }
  }

  @Nested
  class AfterAFailure {

    private final CreatedInvitation created = fixture.given(1);

    @ParameterizedTest
    @ValueSource(
        strings = {
          "invitation.find",
          "guest.find",
          "join.begin",
          "acs.createWithToken",
          "begin",
          "admit",
        })
    void aRequestThatFailedBeforeThePlaceWasTakenUsesNone(String step) {
      script.before(step, FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

      assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.join(created, "a"));

      assertEquals(0, fixture.places(created));
      fixture.recoverLater();
      fixture.assertTidy();
      assertTrue(fixture.join(created, "b").isNew());
    }

    @Test
    void aLostResponseCostsNoPlace() {
      script.after("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.join(created, "a"));

      JoinResult again = fixture.join(created, "a");

      assertTrue(fixture.isValid(again));
      assertFalse(again.isNew());
      assertEquals(1, fixture.places(created));
      fixture.recoverLater();
      fixture.assertTidy();
      assertTrue(fixture.isValid(again));
    }

    @Test
    void aRetriedAdmissionThatMeetsItsOwnResultIsASuccess() {
      fixture.scripted.retry("admit");

      assertTrue(fixture.join(created, "a").isNew());

      assertEquals(1, fixture.places(created));
      fixture.assertTidy();
    }

    @Test
    void aRepeatOfTheRequestThatTookTheLastPlaceSucceeds() {
      CreatedInvitation last = fixture.given(1);
      script.before(
          "join.begin",
          () -> {
            fixture.othersJoin(last, "a");
            fixture.clock.pass(Duration.ofSeconds(1));
          });

      JoinResult repeat = fixture.join(last, "a");

      assertFalse(repeat.isNew());
      assertTrue(fixture.isValid(repeat));
      assertEquals(1, fixture.places(last));
    }

    @Test
    void aRetriedAdmissionToTheLastPlaceIsASuccess() {
      CreatedInvitation last = fixture.given(1);
      fixture.scripted.retry("admit");

      assertTrue(fixture.join(last, "a").isNew());

      assertEquals(1, fixture.places(last));
    }

    @Test
    void anEntryThatCannotBeCompletedDoesNotFailTheRequest() {
      script.before("join.complete", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

      JoinResult joined = fixture.join(created, "a");

      fixture.recoverLater();
      assertTrue(fixture.isValid(joined));
      fixture.assertTidy();
    }

    @Test
    void aRefusedGuestWhoseIdentityCannotBeDeletedIsLeftToRecovery() {
      script.before("admit", () -> fixture.othersJoin(created, "b"));
      script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

      assertUnusable(UnusableReason.FULL, () -> fixture.join(created, "a"));

      assertEquals(2, fixture.acs.live().size());
      fixture.recoverLater();
      fixture.assertTidy();
    }

    @Test
    void aThrottledGuestLearnsIt() {
      script.before("acs.createWithToken", FaultScript.failing(ErrorCode.ACS_THROTTLED));

      assertFails(ErrorCode.ACS_THROTTLED, () -> fixture.join(created, "a"));

      assertTrue(fixture.join(created, "a").isNew());
      fixture.recoverLater();
      fixture.assertTidy();
    }

    @Test
    void theIdentityOfAnInterruptedJoinIsUsedByTheNext() {
      script.before("admit", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.join(created, "a"));

      JoinResult joined = fixture.join(created, "a");

      assertTrue(joined.isNew());
      assertEquals(1, fixture.acs.identitiesCreated());
      fixture.recoverLater();
      fixture.assertTidy();
      assertTrue(fixture.isValid(joined));
    }
  }

  @Nested
  class WithALostIdentity {

    private final CreatedInvitation created = fixture.given(1);
    private final JoinResult first = fixture.join(created, "a");

    @Test
    void aGuestKeepsAnIdentityThatIsDeniedOnce() {
      fixture.acs.deny(identityOf(first));
      assertFails(ErrorCode.IDENTITY_UNCONFIRMED, () -> fixture.joinAgain(created, "a"));
      fixture.acs.admit(identityOf(first));

      assertEquals(identityOf(first), identityOf(fixture.joinAgain(created, "a")));
    }

    @Test
    void aLostIdentityIsReplacedAndTheGuestKeepsThePlace() {
      lose();

      JoinResult again = fixture.joinAgain(created, "a");

      assertFalse(again.isNew());
      assertTrue(fixture.isValid(again));
      assertNotEquals(identityOf(first), identityOf(again));
      assertEquals(1, fixture.places(created));
      assertEquals(
          new JoinedGuest(first.guest(), identityOf(again), NOW),
          fixture.joined(created, "a").orElseThrow());
    }

    @Test
    void theEndDeletesThePreviousIdentityToo() {
      lose();
      fixture.joinAgain(created, "a");
      fixture.acs.admit(identityOf(first));

      assertEquals(0, fixture.end(created));

      assertEquals(Set.of(), fixture.acs.live());
      fixture.assertTidy();
    }

    @Test
    void theNextRequestCompletesAnInterruptedReplacement() {
      interruptReplacement();

      JoinResult again = fixture.joinAgain(created, "a");

      assertTrue(fixture.isValid(again));
      assertEquals(
          identityOf(again), fixture.joined(created, "a").orElseThrow().communicationUserId());
    }

    @Test
    void recoveryCompletesAnInterruptedReplacement() {
      interruptReplacement();

      fixture.recoverLater();

      var stored = fixture.joined(created, "a").orElseThrow().communicationUserId();
      assertEquals(identityOf(fixture.joinAgain(created, "a")), stored);
    }

    private void interruptReplacement() {
      lose();
      script.before("guest.update", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      assertFails(ErrorCode.STORAGE_UNAVAILABLE, () -> fixture.joinAgain(created, "a"));
    }

    @Test
    void aRefusedGuestKeepsNoNewIdentityAlthoughTheEndWasInterrupted() {
      lose();
      var secondScript = new FaultScript();
      Invitations second = fixture.anotherInstance(secondScript).invitations();
      secondScript.before("guest.remove", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));
      script.before(
          "join.begin",
          () ->
              assertEquals(
                  1, second.end(created.invitation().id(), CLINICIAN::equals, fixture.context)));

      assertUnusable(UnusableReason.ENDED, () -> fixture.joinAgain(created, "a"));

      assertEquals(Set.of(identityOf(first)), fixture.acs.live());
    }

    @Test
    void aGuestOfAnInvitationThatEndedMeanwhileGetsNoNewIdentity() {
      lose();
      script.before("join.begin", () -> assertEquals(0, fixture.othersEnd(created)));

      assertUnusable(UnusableReason.ENDED, () -> fixture.joinAgain(created, "a"));

      fixture.recoverLater();
      assertEquals(Set.of(identityOf(first)), fixture.acs.live());
    }

    // ACS denies that it knows the identity, until the loss is believed.
    private void lose() {
      fixture.acs.deny(identityOf(first));
      assertFails(ErrorCode.IDENTITY_UNCONFIRMED, () -> fixture.joinAgain(created, "a"));
      fixture.clock.pass(LOSS_PERIOD);
    }
  }

  /** A retry of a guest, while another request or recovery completes an earlier request. */
  private static final class Retry {

    private final GuestFixture fixture;
    private Optional<JoinResult> result = Optional.empty();

    Retry(GuestFixture fixture) {
      this.fixture = fixture;
    }

    void join(CreatedInvitation created) {
      try {
        result = Optional.of(fixture.othersJoin(created, "a"));
      } catch (ServiceException e) {
        assertTrue(e.code().category().isRetryable(), e::detail);
      }
    }

    void assertNoTokenOfADeletedIdentity(CreatedInvitation created, String step) {
      result.ifPresent(joined -> assertTrue(fixture.isValid(joined), step));
      fixture.recoverLater();
      result.ifPresent(joined -> assertTrue(fixture.isValid(joined), step));
      assertTrue(fixture.isValid(fixture.othersJoin(created, "a")), step);
      fixture.assertTidy();
    }
  }

  private static void assertFails(ErrorCode code, Executable call) {
    assertEquals(code, assertThrows(ServiceException.class, call).code());
  }
}
