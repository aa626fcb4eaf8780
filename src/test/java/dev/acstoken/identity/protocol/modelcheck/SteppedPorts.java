package dev.acstoken.identity.protocol.modelcheck;

import static java.util.Comparator.comparing;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The ports of one caller. They replay the responses that the caller has received so far, and throw
 * {@link PendingCall} at the first call that has no response yet. Running the operation again
 * therefore brings a caller to its current position without a thread.
 *
 * <p>Identities, tokens and versions are named after their caller and call instead of a counter.
 * Schedules that do the same in a different order therefore lead to equal states.
 */
final class SteppedPorts implements CommunicationIdentities, MappingStore, IntentLog {

  /** Thrown at the first call that has no response yet. */
  public static final class PendingCall extends Error {
    private static final long serialVersionUID = 1L;

    private final transient PortCall call;

    private PendingCall(PortCall call) {
      super(call.name(), null, false, false);
      this.call = call;
    }

    PortCall call() {
      return call;
    }
  }

  private final String caller;
  private final List<PortResponse> responses;
  private final Mutant mutant;
  private final Instant clock;
  private int next;
  private Account lastFound = Account.blank(SystemState.USER);
  private Optional<SystemState> past = Optional.empty();

  SteppedPorts(String caller, List<PortResponse> responses, Mutant mutant, Instant clock) {
    this.caller = caller;
    this.clock = clock;
    this.responses = responses;
    this.mutant = mutant;
  }

  /** Runs a call against an earlier state, so that the caller's process caches the account. */
  void fillCache(SystemState earlierState, Runnable call) {
    past = Optional.of(earlierState);
    call.run();
    past = Optional.empty();
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
    String created = newName();
    return acs(
        name,
        IdentityWithToken.class,
        system -> {
          CommunicationUserId id = new CommunicationUserId("8:acs:" + created);
          AccessToken token = new AccessToken(created, SystemState.NOW);
          system.live.add(id);
          system.tokens.put(token, new SystemState.IssuedToken(id, scopes));
          if (mutant == Mutant.CREATE_RETRIED) {
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
    AccessToken token = new AccessToken(newName(), SystemState.NOW);
    return acs(
        "issueToken",
        Optional.class,
        system -> {
          if (!system.isKnown(id)) {
            return deny(id, system);
          }
          system.tokens.put(token, new SystemState.IssuedToken(id, grant.scopes()));
          return Optional.of(token);
        },
        system -> deny(id, system));
  }

  private Optional<AccessToken> deny(CommunicationUserId id, SystemState system) {
    if (mutant == Mutant.DENIED_IDENTITY_DELETED) {
      system.live.remove(id);
    }
    return Optional.empty();
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    if (mutant == Mutant.MARK_REMOVED_WITHOUT_REVOKING
        && lastFound.mapping().stream().anyMatch(it -> it.state() == Mapping.State.REVOKING)) {
      return true;
    }
    return acs(
        "revokeTokens",
        Boolean.class,
        system -> {
          if (system.isKnown(id)) {
            system.revokeTokensOf(id);
          }
          return system.isKnown(id) || mutant == Mutant.DENIAL_COUNTS_AS_REVOKED;
        },
        system -> mutant == Mutant.DENIAL_COUNTS_AS_REVOKED);
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    return mutant == Mutant.MAPPING_REMOVED_WITHOUT_DELETING
        || acs(
            "delete",
            Boolean.class,
            system ->
                system.denied.contains(id) ? denyDeletion(id, system) : system.live.remove(id),
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
    if (mutant == Mutant.NO_VERIFY_BEFORE_RELEASE && lastFound.mapping().isPresent()) {
      return lastFound;
    }
    lastFound =
        mutant == Mutant.FAILURE_MEANS_ABSENT
            ? findOrAbsent()
            : seen(table("find", Account.class, system -> system.row));
    return lastFound;
  }

  private Account seen(Account account) {
    if (mutant == Mutant.DENIAL_BELIEVED_AT_ONCE
        && account.mapping().flatMap(Mapping::unknownSince).isEmpty()) {
      return account.withUnknownSince(Optional.of(SystemState.EARLIER));
    }
    if (mutant == Mutant.FOREIGN_IDENTITY_TAKEN_FOR_OWN && account.mapping().isPresent()) {
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

  private Account findOrAbsent() {
    try {
      return table("find", Account.class, system -> system.row);
    } catch (ServiceException e) {
      return Account.blank(SystemState.USER);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Account> replace(Account requested, RequestContext context) {
    Optional<Mapping.State> state = requested.mapping().map(Mapping::state);
    String name = state.map(it -> "put" + it).orElse("unmap");
    if (mutant == Mutant.DELETE_WITHOUT_MARK && state.equals(Optional.of(Mapping.State.DELETING))) {
      return Optional.of(requested);
    }
    Account account = mutated(requested, state);
    String version = newName();
    return table(
        name,
        Optional.class,
        system -> {
          if (!system.row.row().equals(account.row()) && !isForced(account)) {
            return Optional.empty();
          }
          system.row =
              account.isBlank()
                  ? Account.blank(SystemState.USER)
                  : account.withRow(StoredRow.of(version));
          account
              .mapping()
              .ifPresent(mapping -> system.everWritten.add(mapping.communicationUserId()));
          return Optional.of(system.row);
        });
  }

  private Account mutated(Account account, Optional<Mapping.State> state) {
    if (mutant == Mutant.POLICY_DELETED_WITH_THE_IDENTITY
        && state.isEmpty()
        && lastFound.mapping().isPresent()) {
      return new Account(SystemState.USER, Optional.empty(), AccessPolicy.INHERITED, account.row());
    }
    if (mutant == Mutant.DENIAL_NOT_FORGOTTEN) {
      Optional<Instant> recorded = lastFound.mapping().flatMap(Mapping::unknownSince);
      return recorded.isPresent() ? account.withUnknownSince(recorded) : account;
    }
    if (mutant == Mutant.REVOCATION_NOT_MARKED
        && state.equals(Optional.of(Mapping.State.REVOKING))) {
      return account.withState(Mapping.State.ACTIVE);
    }
    return account;
  }

  private boolean isForced(Account account) {
    return account.version().isEmpty()
        ? mutant == Mutant.UPSERT_INSTEAD_OF_INSERT
        : account.isBlank() && mutant == Mutant.UNCONDITIONAL_REMOVE;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    Mapping previous = account.mapping().orElseThrow();
    String version = newName();
    return table(
        "supersede",
        Optional.class,
        system -> {
          if (!system.row.row().equals(account.row())) {
            return Optional.empty();
          }
          Invariants.checkReplacement(system, clock);
          if (mutant != Mutant.PREVIOUS_IDENTITY_FORGOTTEN) {
            system.previous.put(previous.communicationUserId(), previous);
          }
          system.row = account.withMapping(replacement).withRow(StoredRow.of(version));
          system.everWritten.add(replacement.communicationUserId());
          return Optional.of(system.row);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Mapping> findPrevious(User user, RequestContext context) {
    if (mutant == Mutant.PREVIOUS_IDENTITY_IGNORED) {
      return List.of();
    }
    return table(
        "findPrevious",
        List.class,
        system ->
            system.previous.values().stream()
                .sorted(comparing(mapping -> mapping.communicationUserId().value()))
                .toList());
  }

  @Override
  public void updatePrevious(Mapping previous, RequestContext context) {
    tableDo(
        "updatePrevious",
        system ->
            system.previous.computeIfPresent(
                previous.communicationUserId(), (id, stored) -> previous));
  }

  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    tableDo("removePrevious", system -> system.previous.remove(previous.communicationUserId()));
  }

  @Override
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    throw new UnsupportedOperationException("No operation of the model checker calls findOwner.");
  }

  @Override
  public void putOwner(Mapping mapping, RequestContext context) {
    tableDo("putOwner", system -> system.owned.add(mapping.communicationUserId()));
  }

  @Override
  public void removeOwner(CommunicationUserId id, RequestContext context) {
    tableDo("removeOwner", system -> system.owned.remove(id));
  }

  @Override
  public PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    PendingChange change = new PendingChange(kind, mapping, SystemState.NOW, newName());
    if (mutant == Mutant.NO_INTENT_LOG) {
      return change;
    }
    return table(
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
  public List<PendingChange> findStale(Instant before, RequestContext context) {
    return table(
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
        new PendingChange(change.kind(), change.mapping(), SystemState.NOW, newName());
    return table(
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
    if (mutant == Mutant.NO_INTENT_LOG) {
      return true;
    }
    boolean completed =
        table(
            "complete",
            Boolean.class,
            system -> system.pending.remove(SystemState.PendingKey.of(change), change));
    return completed || mutant == Mutant.CLAIM_IGNORED;
  }

  @Override
  public void discard(CommunicationUserId id, RequestContext context) {
    tableDo(
        "discard",
        system ->
            system.pending.remove(new SystemState.PendingKey(PendingChange.Kind.IDENTITY, id)));
  }

  private String newName() {
    return caller + next;
  }

  private <T> T acs(String name, Class<T> type, Function<SystemState, Object> effect) {
    return step(new PortCall(name, ErrorCode.ACS_UNAVAILABLE, effect, Optional.empty()), type);
  }

  private <T> T acs(
      String name,
      Class<T> type,
      Function<SystemState, Object> effect,
      Function<SystemState, Object> denial) {
    return step(new PortCall(name, ErrorCode.ACS_UNAVAILABLE, effect, Optional.of(denial)), type);
  }

  private <T> T table(String name, Class<T> type, Function<SystemState, Object> effect) {
    return step(new PortCall(name, ErrorCode.STORAGE_UNAVAILABLE, effect, Optional.empty()), type);
  }

  private void tableDo(String name, Consumer<SystemState> effect) {
    var unused = table(name, Boolean.class, done(effect));
  }

  private static Function<SystemState, Object> done(Consumer<SystemState> effect) {
    return system -> {
      effect.accept(system);
      return true;
    };
  }

  private <T> T step(PortCall call, Class<T> type) {
    if (past.isPresent()) {
      return type.cast(call.effect().apply(past.get()));
    }
    if (next == responses.size()) {
      throw new PendingCall(call);
    }
    return type.cast(responses.get(next++).get());
  }
}
