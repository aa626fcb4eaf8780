package dev.acstoken.modelcheck;

import static java.util.Comparator.comparing;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.identity.protocol.PendingChange;
import dev.acstoken.identity.protocol.ProtocolOnTestTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The ports of one caller's {@link dev.acstoken.identity.protocol.IdentityProtocol}. */
final class SteppedIdentityPorts implements CommunicationIdentities, MappingStore, IntentLog {

  private static final String INITIAL = "initial";
  private static final String NONE = "none";

  private final Replay replay;
  private final IdentityMutant mutant;
  private final Instant clock;
  private final SteppedTime time;

  /** The step that a mutant takes later than the protocol. */
  private Optional<Runnable> postponed = Optional.empty();

  private Account lastFound = Account.blank(SystemState.USER);

  SteppedIdentityPorts(Replay replay, IdentityMutant mutant, Instant clock) {
    this(replay, mutant, clock, SteppedTime.ClockReads.WITH_CALLS);
  }

  SteppedIdentityPorts(
      Replay replay, IdentityMutant mutant, Instant clock, SteppedTime.ClockReads clockReads) {
    this.replay = replay;
    this.mutant = mutant;
    this.clock = clock;
    this.time = new SteppedTime(replay, mutant, clockReads);
  }

  /**
   * Builds the protocol over these ports.
   *
   * @param now the time of the protocol, except for leases and waits
   */
  IdentityProtocol protocol(IdentityRules rules, Instant now) {
    return ProtocolOnTestTime.of(
        this, this, this, rules, InstantSource.fixed(now), time::start, time::pause);
  }

  /**
   * Releases a token. This is a step of its own, because a process may be slow after it has decided
   * to release the token.
   */
  AccessToken release(AccessToken token) {
    replay.local("release", PortCall.Moment.STEP, system -> {});
    return token;
  }

  /** Runs a call against an earlier state, so that the caller's process caches the account. */
  void fillCache(SystemState earlierState, Runnable call) {
    replay.inThePast(earlierState, call);
    lastFound = Account.blank(SystemState.USER);
  }

  @Override
  public String endpoint() {
    return SystemState.ACS_ENDPOINT;
  }

  @Override
  public CommunicationUserId create(RequestContext context) {
    return createWithToken("create", ScopeSet.NONE).id();
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    return createWithToken("createWithToken", grant.scopes());
  }

  private IdentityWithToken createWithToken(String name, ScopeSet scopes) {
    String created = replay.newName();
    return replay.acs(
        name,
        IdentityWithToken.class,
        system -> {
          CommunicationUserId id = new CommunicationUserId("8:acs:" + created);
          AccessToken token = new AccessToken(created, SystemState.NOW);
          system.live.add(id);
          system.issue(token, id, scopes);
          if (mutant == UserMutant.CREATE_RETRIED) {
            CommunicationUserId again = new CommunicationUserId("8:acs:" + created + " again");
            system.live.add(again);
            system.everWritten.add(again);
          }
          return new IdentityWithToken(id, token);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    AccessToken token = new AccessToken(replay.newName(), SystemState.NOW);
    if (mutant == AdoptionMutant.NO_PROOF
        && grant.scopes().equals(ScopeSet.of(TokenScope.CHAT_JOIN_LIMITED))) {
      return Optional.of(token);
    }
    return replay.acs(
        "issueToken",
        Optional.class,
        system -> {
          if (!system.isKnown(id)) {
            return deny(id, system);
          }
          system.issue(token, id, grant.scopes());
          return Optional.of(token);
        },
        system -> deny(id, system));
  }

  private Optional<AccessToken> deny(CommunicationUserId id, SystemState system) {
    if (mutant == UserMutant.DENIED_IDENTITY_DELETED) {
      system.live.remove(id);
    }
    return Optional.empty();
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    if (mutant == UserMutant.MARK_REMOVED_WITHOUT_REVOKING
        && lastFound.mapping().stream().anyMatch(it -> it.state() == Mapping.State.REVOKING)) {
      return true;
    }
    return replay.acs(
        "revokeTokens",
        Boolean.class,
        system -> {
          if (system.isKnown(id)) {
            system.revokeTokensOf(id);
          }
          return system.isKnown(id) || mutant == UserMutant.DENIAL_COUNTS_AS_REVOKED;
        },
        system -> mutant == UserMutant.DENIAL_COUNTS_AS_REVOKED);
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    return mutant == UserMutant.MAPPING_REMOVED_WITHOUT_DELETING
        || replay.acs(
            "delete",
            Boolean.class,
            system -> {
              AdoptionInvariants.checkDeletion(id, system);
              return system.denied.contains(id) ? denyDeletion(id, system) : system.live.remove(id);
            },
            system -> denyDeletion(id, system));
  }

  private static boolean denyDeletion(CommunicationUserId id, SystemState system) {
    if (system.live.contains(id)) {
      system.believedLost.add(id);
    }
    return false;
  }

  @Override
  public Account find(User user, RequestContext context) {
    if (mutant == UserMutant.NO_VERIFY_BEFORE_RELEASE && lastFound.mapping().isPresent()) {
      return lastFound;
    }
    lastFound =
        mutant == UserMutant.FAILURE_MEANS_ABSENT ? findOrAbsent(user) : seen(findStored(user));
    time.afterRead();
    return lastFound;
  }

  // The read takes effect before the call to ACS. A read that takes effect later is closer to a
  // read after the call, which needs no lease.
  @Override
  public Supplier<Account> beginFind(User user, RequestContext context) {
    try {
      Account found = find(user, context);
      return () -> found;
    } catch (ServiceException e) {
      return () -> {
        throw e;
      };
    }
  }

  private Account findStored(User user) {
    return replay
        .table("find", SystemState.FoundAccount.class, system -> system.find(user))
        .aged(mutant == LeaseMutant.AGE_OF_AN_EARLIER_WRITE);
  }

  private Account seen(Account account) {
    if (mutant == MoveMutant.MARK_IGNORED
        && account.move().filter(move -> move.stage() == Move.Stage.MOVING).isPresent()) {
      return account.withoutMove();
    }
    if (mutant == AdoptionMutant.ADOPTING_IGNORED && isAdopting(account)) {
      return account.withState(Mapping.State.ACTIVE);
    }
    if (mutant == UserMutant.DENIAL_BELIEVED_AT_ONCE
        && account.mapping().flatMap(Mapping::unknownSince).isEmpty()) {
      return account.withUnknownSince(Optional.of(SystemState.EARLIER));
    }
    if (mutant == UserMutant.FOREIGN_IDENTITY_TAKEN_FOR_OWN && account.mapping().isPresent()) {
      Mapping mapping = account.mapping().get();
      return account.withMapping(
          new Mapping(
              mapping.user(),
              mapping.communicationUserId(),
              SystemState.ACS_ENDPOINT,
              mapping.state(),
              mapping.createdOn(),
              mapping.unknownSince()));
    }
    return account;
  }

  private Account findOrAbsent(User user) {
    try {
      return findStored(user);
    } catch (ServiceException e) {
      return Account.blank(user);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Account> replace(Account requested, RequestContext context) {
    Optional<Mapping.State> state = requested.mapping().map(Mapping::state);
    Optional<Move.Stage> stage = requested.move().map(Move::stage);
    String name = name(state, stage);
    if (isSkipped(requested, stage)) {
      return Optional.of(requested);
    }
    if (mutant == UserMutant.DELETE_WITHOUT_MARK
        && state.equals(Optional.of(Mapping.State.DELETING))) {
      return Optional.of(requested);
    }
    Account account = mutated(requested, state);
    String version = replay.newName();
    Optional<Account> replaced =
        replay.table(name, Optional.class, system -> replace(account, version, system));
    postponed.ifPresent(Runnable::run);
    postponed = Optional.empty();
    return isAdopting(requested)
        ? replaced.map(it -> it.withState(Mapping.State.ADOPTING))
        : replaced;
  }

  private static String name(Optional<Mapping.State> state, Optional<Move.Stage> stage) {
    return switch (stage.orElse(Move.Stage.FROM)) {
      case MOVING -> "mark";
      case MOVED -> "point";
      case FROM -> state.map(it -> "put" + it).orElse("unmap");
    };
  }

  private boolean isSkipped(Account account, Optional<Move.Stage> stage) {
    return stage.equals(Optional.of(Move.Stage.MOVING))
        ? mutant == MoveMutant.NOT_MARKED
        : mutant == MoveMutant.CREATED_WITHOUT_POINTER
            && stage.equals(Optional.of(Move.Stage.MOVED))
            && account.row().isEmpty();
  }

  private Optional<Account> replace(Account account, String version, SystemState system) {
    if (!system.account(account.user()).row().equals(account.row()) && !isForced(account)) {
      return Optional.empty();
    }
    Account stored =
        account.isBlank() ? Account.blank(account.user()) : account.withRow(StoredRow.of(version));
    system.store(stored);
    account.mapping().ifPresent(mapping -> system.everWritten.add(mapping.communicationUserId()));
    return Optional.of(stored);
  }

  private static boolean isAdopting(Account account) {
    return account.mapping().filter(it -> it.state() == Mapping.State.ADOPTING).isPresent();
  }

  private Account mutated(Account account, Optional<Mapping.State> state) {
    if (mutant == UserMutant.POLICY_DELETED_WITH_THE_IDENTITY
        && state.isEmpty()
        && lastFound.mapping().isPresent()) {
      return new Account(account.user(), Optional.empty(), AccessPolicy.INHERITED, account.row());
    }
    if (mutant == UserMutant.DENIAL_NOT_FORGOTTEN) {
      Optional<Instant> recorded = lastFound.mapping().flatMap(Mapping::unknownSince);
      return recorded.isPresent() ? account.withUnknownSince(recorded) : account;
    }
    if (mutant == UserMutant.REVOCATION_NOT_MARKED
        && state.equals(Optional.of(Mapping.State.REVOKING))) {
      return account.withState(Mapping.State.ACTIVE);
    }
    if (mutant == AdoptionMutant.ACTIVE_BEFORE_OWNED && isAdopting(account)) {
      return account.withState(Mapping.State.ACTIVE);
    }
    return account;
  }

  private boolean isForced(Account account) {
    return account.version().isEmpty()
        ? mutant == UserMutant.UPSERT_INSTEAD_OF_INSERT
        : account.isBlank() && mutant == UserMutant.UNCONDITIONAL_REMOVE;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    Mapping previous = account.mapping().orElseThrow();
    String version = replay.newName();
    return replay.table(
        "supersede",
        Optional.class,
        system -> {
          if (!system.account(account.user()).row().equals(account.row())) {
            return Optional.empty();
          }
          UserInvariants.checkReplacement(account.user(), system, clock);
          if (mutant != UserMutant.PREVIOUS_IDENTITY_FORGOTTEN) {
            system.previous.put(SystemState.PreviousKey.of(previous), previous);
          }
          Account stored = account.withMapping(replacement).withRow(StoredRow.of(version));
          system.store(stored);
          system.everWritten.add(replacement.communicationUserId());
          return Optional.of(stored);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Mapping> findPrevious(User user, RequestContext context) {
    if (mutant == UserMutant.PREVIOUS_IDENTITY_IGNORED) {
      return List.of();
    }
    return replay.table(
        "findPrevious",
        List.class,
        system ->
            system.previous.values().stream()
                .filter(mapping -> mapping.user().equals(user))
                .sorted(comparing(mapping -> mapping.communicationUserId().value()))
                .toList());
  }

  @Override
  public void updatePrevious(Mapping previous, RequestContext context) {
    replay.tableDo(
        "updatePrevious",
        system ->
            system.previous.computeIfPresent(
                SystemState.PreviousKey.of(previous), (key, stored) -> previous));
  }

  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    replay.tableDo(
        "removePrevious", system -> system.previous.remove(SystemState.PreviousKey.of(previous)));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    return replay.table(
        "findOwner", Optional.class, system -> Optional.ofNullable(system.owners.get(id)));
  }

  @Override
  public boolean putOwner(Mapping mapping, RequestContext context) {
    if (mutant == AdoptionMutant.OWNER_NOT_STORED) {
      return true;
    }
    String version = replay.newName();
    boolean isOwner =
        replay.table("putOwner", Boolean.class, system -> putOwner(mapping, version, system));
    if (mutant == AdoptionMutant.IDENTITY_DELETED_ON_CONFLICT && !isOwner) {
      var unused = delete(mapping.communicationUserId(), context);
    }
    return isOwner;
  }

  private boolean putOwner(Mapping mapping, String version, SystemState system) {
    CommunicationUserId id = mapping.communicationUserId();
    boolean isOwner =
        mutant == AdoptionMutant.OWNER_OVERWRITTEN
            || mapping.user().equals(system.owners.getOrDefault(id, mapping.user()));
    if (isOwner) {
      system.putOwner(id, mapping.user(), version);
    }
    return isOwner;
  }

  @Override
  public boolean removeOwner(Mapping mapping, RequestContext context) {
    CommunicationUserId id = mapping.communicationUserId();
    return replay.table(
        "removeOwner",
        Boolean.class,
        system -> {
          if (mapping.user().equals(system.owners.get(id))) {
            system.removeOwner(id);
          }
          return !system.owners.containsKey(id);
        });
  }

  @Override
  public void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context) {
    CommunicationUserId id = mapping.communicationUserId();
    String found =
        replay.table(
            "readOwner",
            String.class,
            system ->
                mapping.user().equals(system.owners.get(id))
                    ? system.ownerVersions.getOrDefault(id, INITIAL)
                    : NONE);
    if (!found.equals(NONE) && condition.getAsBoolean()) {
      replay.tableDo(
          "removeOwner",
          system -> {
            if (found.equals(system.ownerVersions.getOrDefault(id, INITIAL))) {
              system.removeOwner(id);
            }
          });
    }
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {
    if (mutant != MoveMutant.OWNERS_NOT_MOVED) {
      CommunicationUserId id = mapping.communicationUserId();
      String version = replay.newName();
      replay.tableDo(
          "moveOwner",
          system -> {
            if (former.equals(system.owners.get(id))) {
              system.putOwner(id, mapping.user(), version);
            }
          });
    }
  }

  @Override
  public boolean storeCopy(
      Account original, Account copy, List<Mapping> previous, RequestContext context) {
    if (mutant == MoveMutant.POINTER_BEFORE_COPY) {
      postponed = Optional.of(() -> storeCopy(copy, previous));
      return true;
    }
    return storeCopy(copy, previous);
  }

  private boolean storeCopy(Account requested, List<Mapping> previous) {
    Account copy = mutatedCopy(requested);
    String version = replay.newName();
    return replay.table(
        "storeCopy", Boolean.class, system -> storeCopy(copy, version, previous, system));
  }

  private boolean storeCopy(
      Account copy, String version, List<Mapping> previous, SystemState system) {
    if (replace(copy, version, system).isEmpty()) {
      return false;
    }
    system.previous.keySet().removeIf(key -> key.user().equals(copy.user()));
    if (mutant != MoveMutant.PREVIOUS_NOT_COPIED) {
      previous.forEach(it -> system.previous.put(SystemState.PreviousKey.of(it), it));
    }
    return true;
  }

  private Account mutatedCopy(Account copy) {
    if (mutant == MoveMutant.ORIGIN_FORGOTTEN) {
      return copy.withoutMove();
    }
    return mutant == MoveMutant.POLICY_NOT_COPIED ? copy.withPolicy(AccessPolicy.INHERITED) : copy;
  }

  @Override
  public PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    PendingChange change = new PendingChange(kind, mapping, SystemState.NOW, replay.newName());
    if (mutant == UserMutant.NO_INTENT_LOG) {
      return change;
    }
    return replay.table(
        "begin",
        PendingChange.class,
        system -> {
          system.pending.put(SystemState.PendingKey.of(change), change);
          system.everWritten.add(mapping.communicationUserId());
          return change;
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<PendingChange> beginUnlessOfAnother(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    PendingChange change = new PendingChange(kind, mapping, SystemState.NOW, replay.newName());
    if (mutant == AdoptionMutant.NO_ENTRY) {
      return Optional.of(change);
    }
    return replay.table(
        "beginUnlessOfAnother",
        Optional.class,
        system -> {
          PendingChange stored = system.pending.get(SystemState.PendingKey.of(change));
          if (stored != null && !stored.mapping().user().equals(mapping.user())) {
            return Optional.empty();
          }
          system.pending.put(SystemState.PendingKey.of(change), change);
          return Optional.of(change);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<PendingChange> find(CommunicationUserId id, RequestContext context) {
    if (mutant == AdoptionMutant.OTHER_CHANGES_IGNORED) {
      return List.of();
    }
    return replay.table(
        "findChanges",
        List.class,
        system ->
            system.pending.values().stream()
                .filter(change -> change.mapping().communicationUserId().equals(id))
                .sorted(comparing(PendingChange::version))
                .toList());
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<PendingChange> findStale(Instant before, RequestContext context) {
    return replay.table(
        "findStale",
        List.class,
        system ->
            system.pending.values().stream()
                .filter(change -> system.underWay.stream().noneMatch(change.version()::startsWith))
                .sorted(comparing(PendingChange::version))
                .toList());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<PendingChange> claim(PendingChange change, RequestContext context) {
    PendingChange claimed =
        new PendingChange(change.kind(), change.mapping(), SystemState.NOW, replay.newName());
    return replay.table(
        "claim",
        Optional.class,
        system ->
            Optional.ofNullable(
                    system.pending.computeIfPresent(
                        SystemState.PendingKey.of(change),
                        (key, now) -> now.equals(change) ? claimed : now))
                .filter(claimed::equals));
  }

  @Override
  public boolean complete(PendingChange change, RequestContext context) {
    if (mutant == UserMutant.NO_INTENT_LOG) {
      return true;
    }
    boolean completed =
        replay.table(
            "complete",
            Boolean.class,
            system -> system.pending.remove(SystemState.PendingKey.of(change), change));
    return completed || mutant == UserMutant.CLAIM_IGNORED;
  }

  @Override
  public void discard(CommunicationUserId id, RequestContext context) {
    replay.tableDo(
        "discard",
        system ->
            system.pending.remove(new SystemState.PendingKey(PendingChange.Kind.IDENTITY, id)));
  }
}
