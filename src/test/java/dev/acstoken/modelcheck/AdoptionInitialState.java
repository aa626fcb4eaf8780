package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.AdoptionOperation.ADOPT;
import static dev.acstoken.modelcheck.AdoptionOperation.ADOPTED;
import static dev.acstoken.modelcheck.AdoptionOperation.ADOPT_FOR_OTHER;
import static dev.acstoken.modelcheck.AdoptionOperation.CREATE;
import static dev.acstoken.modelcheck.AdoptionOperation.DELETE_FOR_OTHER;
import static dev.acstoken.modelcheck.AdoptionOperation.ISSUE;
import static dev.acstoken.modelcheck.AdoptionOperation.ISSUE_FOR_OTHER;
import static dev.acstoken.modelcheck.AdoptionOperation.RESTRICT;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.util.List;
import java.util.Optional;

/**
 * The state of an identity and of the two users before the callers start. The protocol itself leads
 * to most of them.
 */
enum AdoptionInitialState {
  /** The identity exists at ACS, and nobody has it. */
  FREE,
  /** The other user's creation of the identity was interrupted before it stored the row. */
  INTERRUPTED_CREATION,
  /** Both users' adoptions were interrupted before they stored the owner. */
  ADOPTING_TWICE,
  /** The user's adoption was interrupted in the same way, and the other user owns the identity. */
  ADOPTING_BUT_OWNED_BY_OTHER,
  /** As {@link #FREE}, and the user has another identity. */
  USER_HAS_ANOTHER,
  /** As {@link #FREE}, and the user has a policy. */
  USER_HAS_A_POLICY,
  /** As {@link #FREE}, and the user's row is for a former ACS resource, which was given up. */
  GIVEN_UP_RESOURCE,
  /** The user has adopted the identity and uses a token of it. */
  ADOPTED_BEFORE,
  /** The other user has adopted the identity and uses a token of it. */
  OWNED_BY_OTHER,
  /** The identity is a previous one of the user, who has no other. */
  PREVIOUS,
  /** The identity is a previous one of the other user. */
  PREVIOUS_OF_OTHER,
  /** The other user's deletion of the identity was interrupted after it marked the row. */
  INTERRUPTED_DELETION,
  /** A change of the other user's policy was interrupted after it marked the row. */
  INTERRUPTED_REVOCATION,
  /** The user's adoption was interrupted before it stored the row. */
  BEGUN,
  /** The other user's adoption was interrupted before it stored the row. */
  BEGUN_BY_OTHER,
  /** The user's adoption was interrupted before it stored the owner. */
  ADOPTING,
  /** The user's adoption was interrupted after it stored the owner. */
  ADOPTING_AND_OWNED,
  /** The identity exists, but ACS denies it until the system is at rest. */
  WRONGLY_DENIED,
  /** ACS does not know the identity. */
  UNKNOWN_TO_ACS;

  private static final StoredRow ROW = StoredRow.of("initial");

  private List<FirstRun<AdoptionOperation>> runs() {
    return switch (this) {
      case USER_HAS_ANOTHER -> List.of(FirstRun.of(CREATE));
      case USER_HAS_A_POLICY -> List.of(FirstRun.of(RESTRICT));
      case ADOPTED_BEFORE -> List.of(FirstRun.of(ADOPT), FirstRun.of(ISSUE));
      case OWNED_BY_OTHER, INTERRUPTED_REVOCATION ->
          List.of(FirstRun.of(ADOPT_FOR_OTHER), FirstRun.of(ISSUE_FOR_OTHER));
      case INTERRUPTED_DELETION ->
          List.of(FirstRun.of(ADOPT_FOR_OTHER), FirstRun.upTo("delete", DELETE_FOR_OTHER));
      case BEGUN -> List.of(FirstRun.upTo("putADOPTING", ADOPT));
      case BEGUN_BY_OTHER -> List.of(FirstRun.upTo("putADOPTING", ADOPT_FOR_OTHER));
      case ADOPTING, ADOPTING_BUT_OWNED_BY_OTHER, ADOPTING_TWICE ->
          List.of(FirstRun.upTo("putOwner", ADOPT));
      case ADOPTING_AND_OWNED -> List.of(FirstRun.upTo("putACTIVE", ADOPT));
      default -> List.of();
    };
  }

  // Recovery has removed the entry of the first adoption, because its request was frozen.
  private List<FirstRun<AdoptionOperation>> laterRuns() {
    return switch (this) {
      case ADOPTING_BUT_OWNED_BY_OTHER -> List.of(FirstRun.of(ADOPT_FOR_OTHER));
      case ADOPTING_TWICE -> List.of(FirstRun.upTo("putOwner", ADOPT_FOR_OTHER));
      default -> List.of();
    };
  }

  /** Returns the state before the callers start. */
  SystemState system(AdoptionModel model) {
    SystemState system = new SystemState();
    if (this != UNKNOWN_TO_ACS) {
      system.live.add(ADOPTED);
    }
    FirstRun.make("first", runs(), model, system);
    if (!laterRuns().isEmpty()) {
      system.pending.clear();
      FirstRun.make("later", laterRuns(), model, system);
    }
    switch (this) {
      case GIVEN_UP_RESOURCE -> addGivenUpIdentity(system);
      case PREVIOUS -> addPrevious(SystemState.USER, system);
      case PREVIOUS_OF_OTHER -> addPrevious(SystemState.OTHER_USER, system);
      case INTERRUPTED_CREATION -> interruptCreation(system);
      case INTERRUPTED_REVOCATION -> interruptRevocation(system);
      case WRONGLY_DENIED -> system.denied.add(ADOPTED);
      default -> {}
    }
    return system;
  }

  private static void addGivenUpIdentity(SystemState system) {
    var id = new CommunicationUserId("8:acs:given-up");
    var mapping =
        Mapping.active(SystemState.USER, id, SystemState.OTHER_ACS_ENDPOINT, SystemState.NOW);
    system.owners.put(id, SystemState.USER);
    system.store(Account.blank(SystemState.USER).withMapping(mapping).withRow(ROW));
  }

  private static void addPrevious(User user, SystemState system) {
    Mapping mapping = adopted(user);
    system.previous.put(SystemState.PreviousKey.of(mapping), mapping);
    system.owners.put(ADOPTED, user);
    system.everWritten.add(ADOPTED);
    AccessToken token = new AccessToken("previous", SystemState.NOW);
    system.tokens.put(token, new SystemState.IssuedToken(ADOPTED, UserOperation.POLICY.scopes()));
    system.released.add(token);
  }

  private static void interruptCreation(SystemState system) {
    begin(PendingChange.Kind.IDENTITY, system);
    system.owners.put(ADOPTED, SystemState.OTHER_USER);
  }

  private static void interruptRevocation(SystemState system) {
    begin(PendingChange.Kind.POLICY, system);
    system.store(
        system
            .account(SystemState.OTHER_USER)
            .withPolicy(AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT)))
            .withState(Mapping.State.REVOKING)
            .withRow(ROW));
  }

  private static void begin(PendingChange.Kind kind, SystemState system) {
    var change =
        new PendingChange(kind, adopted(SystemState.OTHER_USER), SystemState.NOW, "initial");
    system.pending.put(SystemState.PendingKey.of(change), change);
    system.everWritten.add(ADOPTED);
  }

  private static Mapping adopted(User user) {
    return Mapping.active(user, ADOPTED, SystemState.ACS_ENDPOINT, SystemState.NOW);
  }

  /** Returns the configured ACS resource. */
  AcsResource resource() {
    return this == GIVEN_UP_RESOURCE
        ? new AcsResource(
            SystemState.ACS_ENDPOINT, Optional.empty(), Optional.of(SystemState.OTHER_ACS_ENDPOINT))
        : AcsResource.at(SystemState.ACS_ENDPOINT);
  }

  /** Returns whether an adoption by the user is refused or was interrupted only by the user. */
  boolean isFreeForUser() {
    return switch (this) {
      case FREE,
          USER_HAS_A_POLICY,
          GIVEN_UP_RESOURCE,
          ADOPTED_BEFORE,
          PREVIOUS,
          BEGUN,
          ADOPTING,
          ADOPTING_AND_OWNED,
          WRONGLY_DENIED ->
          true;
      default -> false;
    };
  }

  /** Returns whether an adoption was interrupted. */
  boolean isAdopting() {
    return switch (this) {
      case BEGUN,
          BEGUN_BY_OTHER,
          ADOPTING,
          ADOPTING_AND_OWNED,
          ADOPTING_BUT_OWNED_BY_OTHER,
          ADOPTING_TWICE ->
          true;
      default -> false;
    };
  }

  /** Returns whether a row stays as it is until the next request of its user. */
  boolean needsARequest() {
    return this == GIVEN_UP_RESOURCE || hasAdoptionWithoutEntry();
  }

  /** Returns whether the identity is going to be deleted although nobody asks for it. */
  boolean isBeingDeleted() {
    return this == INTERRUPTED_CREATION || this == INTERRUPTED_DELETION;
  }

  /**
   * Returns whether an adoption has no entry in the intent log, so that recovery does not find it.
   */
  boolean hasAdoptionWithoutEntry() {
    return !laterRuns().isEmpty();
  }
}
