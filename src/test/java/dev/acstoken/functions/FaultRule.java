package dev.acstoken.functions;

import dev.acstoken.emulator.Operation;
import java.util.Set;

/**
 * The rules that determine the outcome of every case of the fault matrix. The first rule that
 * applies to a case decides.
 */
enum FaultRule {

  /**
   * A fault that does not affect the caller. ACS's 204 has no body that could be malformed. The
   * recovery completes a pending change that stays in the intent log after an adoption or a
   * revocation is done, a policy is in force or a guest has a place.
   */
  HARMLESS(true),

  /**
   * ACS itself responds that it does not know the identity that is deleted, so it is deleted. If
   * that is wrong, ACS keeps an identity that no row names.
   */
  CONFIRMED(true),

  /**
   * ACS itself responds that it does not know the identity that is adopted. Nothing would be lost
   * if that were wrong, so one response is believed.
   */
  NOT_ADOPTED(false),

  /**
   * ACS itself responds that it does not know the identity. A wrong response of this kind would
   * cost the user the identity, so one response is not believed.
   */
  UNCONFIRMED(false),

  /** A refusal is reported at once, because a retry would be refused again or come too late. */
  REFUSED(false),

  /**
   * A call that must not be repeated fails at its first fault. A repeated creation would create
   * another identity at ACS. After a repeated removal of the pending change, a creation could not
   * distinguish its own removal from a claim by the recovery.
   */
  SENT_ONCE(false),

  /** The operation fails if the fault lasts longer than its time budget, or than Health waits. */
  LASTING(false),

  /** A retry hides any other fault. */
  RETRIED(true);

  private static final Set<Operation> WITHOUT_RESPONSE_BODY =
      Set.of(Operation.DELETE_IDENTITY, Operation.REVOKE_TOKENS);

  private static final Set<FaultedOperation> LEFT_TO_RECOVERY =
      Set.of(FaultedOperation.ADOPT, FaultedOperation.REVOKE, FaultedOperation.SET_ACCESS);

  private final boolean succeeds;

  FaultRule(boolean succeeds) {
    this.succeeds = succeeds;
  }

  static FaultRule of(FaultCase it) {
    if (isHarmless(it)) {
      return HARMLESS;
    }
    if (isUnknownToAcs(it)) {
      return ofUnknown(it);
    }
    if (isRefused(it)) {
      return REFUSED;
    }
    if (isSentOnce(it)) {
      return SENT_ONCE;
    }
    return it.lasts() || isTooSlowForHealth(it) ? LASTING : RETRIED;
  }

  private static FaultRule ofUnknown(FaultCase it) {
    if (it.operation().deletesIdentity()) {
      return CONFIRMED;
    }
    if (it.operation().adoptsIdentity()) {
      return NOT_ADOPTED;
    }
    return isAskedAgain(it) ? RETRIED : UNCONFIRMED;
  }

  /** Returns the expected response and the expected identities of a case. */
  static FaultOutcome outcome(FaultCase it) {
    boolean succeeds = of(it).succeeds;
    return new FaultOutcome(
        succeeds ? it.operation().success() : failure(it),
        it.operation().createsIdentity() && (succeeds || !it.place().precedesCreation()) ? 1 : 0,
        hidesNewIdentity(it) || of(it) == CONFIRMED ? 1 : 0);
  }

  private static String failure(FaultCase it) {
    if (it.operation() == FaultedOperation.HEALTH) {
      return "503 unhealthy";
    }
    if (leavesGuest(it)) {
      return "202";
    }
    if (it.place() instanceof FaultPlace.OfStorage) {
      return "503 storage_unavailable";
    }
    if (of(it) == NOT_ADOPTED) {
      return "404 identity_not_found";
    }
    if (of(it) == UNCONFIRMED) {
      return "503 identity_unconfirmed";
    }
    return switch (it.fault()) {
      case UNAUTHORIZED, FORBIDDEN -> "502 acs_rejected";
      case THROTTLED, THROTTLED_FOR_AN_HOUR -> "429 acs_throttled";
      default -> "503 acs_unavailable";
    };
  }

  // The invitation has ended. A guest whose deletion failed remains for the recovery.
  private static boolean leavesGuest(FaultCase it) {
    return it.operation() == FaultedOperation.END_INVITATION && !it.place().precedesListing();
  }

  private static boolean isAskedAgain(FaultCase it) {
    return it.operation().hasCachedAccount() && !it.lasts();
  }

  private static boolean isUnknownToAcs(FaultCase it) {
    return it.fault().saysThatTheIdentityIsUnknown() && !isCreation(it.place());
  }

  // A 404 that is not the table's own is reported at once, as any other refusal of the table. After
  // the removal of a row, the row is read to find out whether it is still there. After a listing,
  // the table is created, because the SDK does not tell whether it is missing.
  private static boolean isRefused(FaultCase it) {
    boolean isNotFoundOfStorage =
        it.fault() == MatrixFault.NOT_FOUND_JSON && it.place() instanceof FaultPlace.OfStorage;
    return isNotFoundOfStorage
        ? it.lasts() || !(it.place().removesRow() || it.place().listsRows())
        : it.fault().isRefusal();
  }

  private static boolean isHarmless(FaultCase it) {
    boolean isLeftToRecovery =
        LEFT_TO_RECOVERY.contains(it.operation()) && it.place().removesPendingChange();
    return isLeftToRecovery || isEntryOfAdmittedGuest(it) || isMalformedWithoutBody(it);
  }

  // The guest has a place and may keep the identity, which another read of the entry confirms.
  private static boolean isEntryOfAdmittedGuest(FaultCase it) {
    return it.place().removesPendingJoin() && !it.lasts();
  }

  private static boolean isMalformedWithoutBody(FaultCase it) {
    return it.fault() == MatrixFault.MALFORMED
        && it.place() instanceof FaultPlace.OfAcs acs
        && WITHOUT_RESPONSE_BODY.contains(acs.operation());
  }

  private static boolean isSentOnce(FaultCase it) {
    return it.operation().createsIdentity()
        && (isCreation(it.place()) || it.place().removesPendingChange());
  }

  private static boolean isTooSlowForHealth(FaultCase it) {
    return it.operation() == FaultedOperation.HEALTH && it.fault() == MatrixFault.STALLED;
  }

  // ACS created the identity, but the response with its id was lost or unreadable.
  private static boolean hidesNewIdentity(FaultCase it) {
    return isCreation(it.place())
        && (it.fault() == MatrixFault.MALFORMED || it.fault() == MatrixFault.LOST_RESPONSE);
  }

  private static boolean isCreation(FaultPlace place) {
    return place instanceof FaultPlace.OfAcs acs && acs.operation() == Operation.CREATE_IDENTITY;
  }
}
