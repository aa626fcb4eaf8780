package dev.acstoken.modelcheck;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that outlives a caller: the rows of the table and the content of ACS. States with the
 * same content are equal, so that each is explored only once.
 */
final class SystemState {

  static final User USER = new User("https://issuer.example", "alice");
  static final User RENAMED_USER = new User("https://renamed.example", "alice");
  static final User OTHER_USER = new User("https://issuer.example", "bob");
  static final String ACS_ENDPOINT = "https://contoso.communication.azure.com";
  static final String OTHER_ACS_ENDPOINT = "https://fabrikam.communication.azure.com";
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  static final Duration LOSS_PERIOD = Duration.ofMinutes(15);

  /** A time before {@link #NOW} by more than the loss period. */
  static final Instant EARLIER = NOW.minus(Duration.ofHours(1));

  /** A time after {@link #NOW} by more than the loss period and the recovery's grace period. */
  static final Instant LATER = NOW.plus(Duration.ofHours(1));

  /** A time after {@link #LATER} by more than the loss period. */
  static final Instant MUCH_LATER = LATER.plus(Duration.ofHours(1));

  final Clocks clocks;

  /**
   * Whether a revocation ends only the tokens that were issued in an earlier second, because the
   * times in tokens are whole seconds. Otherwise it ends all earlier tokens.
   */
  boolean sparesTokensOfItsSecond;

  /** The stored accounts. */
  final Map<User, Account> accounts = new HashMap<>();

  final Map<PreviousKey, Mapping> previous = new HashMap<>();
  final Map<CommunicationUserId, User> owners = new HashMap<>();

  /** The versions of those rows of owners that an operation has written. */
  final Map<CommunicationUserId, String> ownerVersions = new HashMap<>();

  final Map<PendingKey, PendingChange> pending = new HashMap<>();

  final GuestRows guests;

  /** The identities that exist at ACS. */
  final Set<CommunicationUserId> live = new HashSet<>();

  /**
   * The identities that a row was ever written for. The ids of all others were lost with their
   * callers.
   */
  final Set<CommunicationUserId> everWritten = new HashSet<>();

  /** The existing identities of which ACS currently says that it does not know them. */
  final Set<CommunicationUserId> denied = new HashSet<>();

  /**
   * The existing identities of which ACS has said so for longer than the loss period, or in
   * response to a deletion, so that the protocol has to believe it.
   */
  final Set<CommunicationUserId> believedLost = new HashSet<>();

  /** The tokens that ACS has issued. */
  final Map<AccessToken, IssuedToken> tokens = new HashMap<>();

  final Set<AccessToken> revoked = new HashSet<>();

  /** The tokens that an operation has returned. */
  final Set<AccessToken> released = new HashSet<>();

  /**
   * The running callers, whose pending changes are too young for the recovery. They follow from the
   * callers' positions, so equality ignores them.
   */
  Set<String> underWay = Set.of();

  /**
   * Whether a call has failed. It follows from the number of faults that are left, so equality
   * ignores it.
   */
  boolean hadFault;

  /** The hash code; 0 until it is asked for. From then on, the state does not change any more. */
  private int hash;

  /** The key of a previous identity. A user has at most one row for each. */
  record PreviousKey(User user, CommunicationUserId id) {

    static PreviousKey of(Mapping mapping) {
      return new PreviousKey(mapping.user(), mapping.communicationUserId());
    }
  }

  /** The key of a pending change. An identity has at most one pending change of each kind. */
  record PendingKey(PendingChange.Kind kind, CommunicationUserId id) {

    static PendingKey of(PendingChange change) {
      return new PendingKey(change.kind(), change.mapping().communicationUserId());
    }
  }

  /** The identity and the scopes of a token. */
  record IssuedToken(CommunicationUserId owner, ScopeSet scopes) {}

  /** An account as it was found, and the age of its row in seconds. */
  record FoundAccount(Account account, int age) {

    /**
     * Returns the account with the age of its row.
     *
     * @param isTooOld whether the age is wrong, because it is that of an earlier write
     */
    Account aged(boolean isTooOld) {
      Duration ofRow = Duration.ofSeconds(isTooOld ? Clocks.MAX : age);
      return account
          .row()
          .map(row -> account.withRow(new StoredRow(row.version(), ofRow, row.columns())))
          .orElse(account);
    }
  }

  SystemState() {
    guests = new GuestRows();
    clocks = new Clocks();
  }

  private SystemState(SystemState other) {
    guests = other.guests.copy();
    clocks = other.clocks.copy();
    sparesTokensOfItsSecond = other.sparesTokensOfItsSecond;
    accounts.putAll(other.accounts);
    previous.putAll(other.previous);
    owners.putAll(other.owners);
    ownerVersions.putAll(other.ownerVersions);
    pending.putAll(other.pending);
    live.addAll(other.live);
    everWritten.addAll(other.everWritten);
    denied.addAll(other.denied);
    believedLost.addAll(other.believedLost);
    tokens.putAll(other.tokens);
    revoked.addAll(other.revoked);
    released.addAll(other.released);
  }

  SystemState copy() {
    return new SystemState(this);
  }

  /** Returns the user's account; blank if nothing is stored. */
  Account account(User user) {
    return accounts.getOrDefault(user, Account.blank(user));
  }

  void putOwner(CommunicationUserId id, User user, String version) {
    owners.put(id, user);
    ownerVersions.put(id, version);
  }

  void removeOwner(CommunicationUserId id) {
    owners.remove(id);
    ownerVersions.remove(id);
  }

  /** Returns the user's account with the age of its row, as far as the protocol asks for it. */
  FoundAccount find(User user) {
    return new FoundAccount(account(user), clocks.passed(rowOf(user)));
  }

  private static String rowOf(User user) {
    return "row of " + user.id() + " of " + user.issuer();
  }

  /** Adds a token that ACS issues now. */
  void issue(AccessToken token, CommunicationUserId owner, ScopeSet scopes) {
    tokens.put(token, new IssuedToken(owner, scopes));
    if (sparesTokensOfItsSecond) {
      clocks.addNewToken(token);
    }
  }

  void store(Account account) {
    boolean isRevoking =
        account.mapping().filter(it -> it.state() == Mapping.State.REVOKING).isPresent();
    if (isRevoking) {
      clocks.start(rowOf(account.user()));
    } else {
      clocks.stop(rowOf(account.user()));
    }
    if (account.row().isPresent()) {
      accounts.put(account.user(), account);
    } else {
      accounts.remove(account.user());
    }
  }

  /** Returns the account of {@link #USER}, under the name that it is stored under. */
  Account row() {
    return home(USER);
  }

  /**
   * Returns the account that decides for a user, under either name: a pointer is followed, and a
   * marked account decides until it is copied.
   */
  Account home(User user) {
    Account account = account(user);
    return account.move().map(move -> home(account, move)).orElse(account);
  }

  private Account home(Account account, Move move) {
    Account other = account(move.of(account.user()));
    return switch (move.stage()) {
      case FROM -> account;
      case MOVED ->
          other.isAt(Move.Stage.MOVED, account.user().issuer()) ? account : home(other.user());
      case MOVING -> other.isAt(Move.Stage.FROM, account.user().issuer()) ? other : account;
    };
  }

  /** Returns the scopes that {@link #USER} may have. */
  ScopeSet allowed() {
    return allowed(USER);
  }

  /** Returns the scopes that a user may have. */
  ScopeSet allowed(User user) {
    return UserOperation.POLICY.allowedScopes(home(user).policy());
  }

  /** Returns whether a pending change is going to end the tokens in use of {@link #USER}. */
  boolean isEndingTokens() {
    return isEndingTokens(USER);
  }

  /** Returns whether a pending change is going to end a user's tokens in use. */
  boolean isEndingTokens(User user) {
    Optional<Mapping> mapping = home(user).mapping();
    return mapping.isPresent()
        ? mapping.get().state() != Mapping.State.ACTIVE
        : pending.keySet().stream()
            .anyMatch(
                it ->
                    it.kind() == PendingChange.Kind.REVOCATION
                        || it.kind() == PendingChange.Kind.PREVIOUS_IDENTITY);
  }

  /** Returns the identity to which {@link #USER} is mapped. */
  Optional<CommunicationUserId> mappedIdentity() {
    return mappedIdentity(row());
  }

  private static Optional<CommunicationUserId> mappedIdentity(Account account) {
    return account
        .mapping()
        .filter(mapping -> mapping.state() != Mapping.State.DELETING)
        .filter(mapping -> mapping.acsEndpoint().equals(ACS_ENDPOINT))
        .map(Mapping::communicationUserId);
  }

  /** Returns whether ACS responds that it knows the identity. */
  boolean isKnown(CommunicationUserId id) {
    return live.contains(id) && !denied.contains(id);
  }

  /** Returns whether ACS accepts the token, and the protocol can know it. */
  boolean isValid(AccessToken token) {
    return live.contains(ownerOf(token))
        && !believedLost.contains(ownerOf(token))
        && !revoked.contains(token);
  }

  /**
   * Returns whether a row of the user names the identity as the mapped one or as a previous one. A
   * row that is being adopted only asks for it.
   */
  boolean isNamedBy(User user, CommunicationUserId id) {
    return previous.containsKey(new PreviousKey(user, id))
        || account(user)
            .mapping()
            .filter(mapping -> mapping.state() != Mapping.State.ADOPTING)
            .filter(mapping -> mapping.communicationUserId().equals(id))
            .isPresent();
  }

  /** Returns the previous identities of all users. */
  Set<CommunicationUserId> previousIdentities() {
    return previous.keySet().stream()
        .filter(key -> home(key.user()).user().equals(key.user()))
        .map(PreviousKey::id)
        .collect(toUnmodifiableSet());
  }

  /** Returns the identities that rows of users name: the mapped ones and the previous ones. */
  Set<CommunicationUserId> namedIdentities() {
    Set<CommunicationUserId> named = new HashSet<>(previousIdentities());
    accounts.keySet().forEach(user -> mappedIdentity(home(user)).ifPresent(named::add));
    return named;
  }

  CommunicationUserId ownerOf(AccessToken token) {
    return issued(token).owner();
  }

  IssuedToken issued(AccessToken token) {
    return Objects.requireNonNull(tokens.get(token));
  }

  void revokeTokensOf(CommunicationUserId id) {
    tokens.forEach(
        (token, issued) -> {
          if (issued.owner().equals(id) && !clocks.isNew(token)) {
            revoked.add(token);
          }
        });
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof SystemState other
        && clocks.equals(other.clocks)
        && accounts.equals(other.accounts)
        && guests.equals(other.guests)
        && previous.equals(other.previous)
        && owners.equals(other.owners)
        && ownerVersions.equals(other.ownerVersions)
        && pending.equals(other.pending)
        && live.equals(other.live)
        && everWritten.equals(other.everWritten)
        && denied.equals(other.denied)
        && believedLost.equals(other.believedLost)
        && tokens.equals(other.tokens)
        && revoked.equals(other.revoked)
        && released.equals(other.released);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = computeHash();
    }
    return hash;
  }

  private int computeHash() {
    return Objects.hash(
        clocks,
        accounts,
        guests,
        previous,
        denied,
        believedLost,
        owners,
        ownerVersions,
        pending,
        live,
        everWritten,
        tokens,
        revoked,
        released);
  }
}
