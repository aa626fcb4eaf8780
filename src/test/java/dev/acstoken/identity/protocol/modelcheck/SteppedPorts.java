package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.MappingTable;
import dev.acstoken.identity.protocol.Unsettled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Both ports for one caller. They answer what the caller was told before, call by call, and throw
 * {@link Pause} at the first call that has no answer yet: so a caller is brought to where it stands
 * by running it again, and needs no thread.
 *
 * <p>Whatever a caller makes is named after the caller and the call, not counted, so that schedules
 * which do the same in another order make equal worlds.
 */
final class SteppedPorts implements CommunicationIdentities, MappingTable {

  /** A caller stands before this call. */
  public static final class Pause extends Error {
    private static final long serialVersionUID = 1L;

    private final transient PortCall call;

    private Pause(PortCall call) {
      super(call.name(), null, false, false);
      this.call = call;
    }

    PortCall call() {
      return call;
    }
  }

  private final String caller;
  private final List<Answer> answers;
  private final Breakage breakage;
  private int next;
  private Account lastFound = Account.blank(World.USER);
  private Optional<World> past = Optional.empty();

  SteppedPorts(String caller, List<Answer> answers, Breakage breakage) {
    this.caller = caller;
    this.answers = answers;
    this.breakage = breakage;
  }

  /** Runs what the caller's process did in a world that is gone, before it was a caller. */
  void remember(World gone, Runnable earlier) {
    past = Optional.of(gone);
    earlier.run();
    past = Optional.empty();
    lastFound = Account.blank(World.USER);
  }

  @Override
  public String endpoint() {
    return World.HERE;
  }

  @Override
  public CommunicationUserId create(Deadline deadline) {
    return createWithToken("create", Set.of()).id();
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, Deadline deadline) {
    return createWithToken("createWithToken", grant.scopes());
  }

  private IdentityWithToken createWithToken(String name, Set<TokenScope> scopes) {
    String made = made();
    return acs(
        name,
        IdentityWithToken.class,
        world -> {
          CommunicationUserId id = new CommunicationUserId("8:acs:" + made);
          AccessToken token = new AccessToken(made, World.NOW);
          world.live.add(id);
          world.tokens.put(token, new World.Made(id, scopes));
          if (breakage == Breakage.CREATE_REPEATED_BLINDLY) {
            CommunicationUserId again = new CommunicationUserId("8:acs:" + made + " again");
            world.live.add(again);
            world.everWritten.add(again);
          }
          return new IdentityWithToken(id, token);
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, Deadline deadline) {
    AccessToken token = new AccessToken(made(), World.NOW);
    return acs(
        "issueToken",
        Optional.class,
        world -> {
          if (!world.live.contains(id)) {
            return Optional.empty();
          }
          world.tokens.put(token, new World.Made(id, grant.scopes()));
          return Optional.of(token);
        });
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, Deadline deadline) {
    if (breakage == Breakage.MARK_REMOVED_WITHOUT_REVOKING
        && lastFound.mapping().stream().anyMatch(it -> it.state() == Mapping.State.REVOKING)) {
      return true;
    }
    return acs(
        "revokeTokens",
        Boolean.class,
        world -> {
          world.revokeTokensOf(id);
          return world.live.contains(id);
        });
  }

  @Override
  public void delete(CommunicationUserId id, Deadline deadline) {
    if (breakage == Breakage.ROW_REMOVED_WITHOUT_DELETING) {
      return;
    }
    acsDo("delete", world -> world.live.remove(id));
  }

  @Override
  public Account find(User user, Deadline deadline) {
    if (breakage == Breakage.NO_VERIFY_BEFORE_RELEASE && lastFound.mapping().isPresent()) {
      return lastFound;
    }
    lastFound =
        breakage == Breakage.FAILURE_MEANS_ABSENT
            ? findOrAbsent()
            : table("find", Account.class, world -> world.row);
    return lastFound;
  }

  private Account findOrAbsent() {
    try {
      return table("find", Account.class, world -> world.row);
    } catch (dev.acstoken.identity.IdentityException e) {
      return Account.blank(World.USER);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Account> replace(Account asked, Deadline deadline) {
    Optional<Mapping.State> state = asked.mapping().map(Mapping::state);
    String name = state.map(it -> "put" + it).orElse("unmap");
    if (breakage == Breakage.DELETE_WITHOUT_MARK
        && state.equals(Optional.of(Mapping.State.DELETING))) {
      return Optional.of(asked);
    }
    Account account = broken(asked, state);
    String version = made();
    return table(
        name,
        Optional.class,
        world -> {
          if (!world.row.version().equals(account.version()) && !isForced(account)) {
            return Optional.empty();
          }
          world.row = account.isBlank() ? Account.blank(World.USER) : account.stored(version);
          account
              .mapping()
              .ifPresent(mapping -> world.everWritten.add(mapping.communicationUserId()));
          return Optional.of(world.row);
        });
  }

  private Account broken(Account account, Optional<Mapping.State> state) {
    if (breakage == Breakage.POLICY_DELETED_WITH_THE_IDENTITY
        && state.isEmpty()
        && lastFound.mapping().isPresent()) {
      return new Account(World.USER, Optional.empty(), Optional.empty(), account.version());
    }
    if (breakage == Breakage.REVOCATION_NOT_MARKED
        && state.equals(Optional.of(Mapping.State.REVOKING))) {
      Mapping it = account.mapping().orElseThrow();
      Mapping active =
          new Mapping(
              it.user(),
              it.communicationUserId(),
              it.acsEndpoint(),
              Mapping.State.ACTIVE,
              it.createdOn());
      return new Account(
          World.USER, Optional.of(active), account.allowedScopes(), account.version());
    }
    return account;
  }

  private boolean isForced(Account account) {
    return account.version().isEmpty()
        ? breakage == Breakage.UPSERT_INSTEAD_OF_INSERT
        : account.isBlank() && breakage == Breakage.UNCONDITIONAL_REMOVE;
  }

  @Override
  public Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    throw new UnsupportedOperationException("No simulated operation looks users up.");
  }

  @Override
  public void insertReverse(Mapping mapping, Deadline deadline) {
    tableDo("insertReverse", world -> world.reverseRows.add(mapping.communicationUserId()));
  }

  @Override
  public void removeReverse(CommunicationUserId id, Deadline deadline) {
    tableDo("removeReverse", world -> world.reverseRows.remove(id));
  }

  @Override
  public Unsettled recordUnsettled(Unsettled.Change change, Mapping mapping, Deadline deadline) {
    Unsettled record = new Unsettled(change, mapping, World.NOW, made());
    if (breakage == Breakage.NOTHING_RECORDED) {
      return record;
    }
    return table(
        "recordUnsettled",
        Unsettled.class,
        world -> {
          world.unsettled.put(World.Begun.of(record), record);
          world.everWritten.add(mapping.communicationUserId());
          return record;
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<Unsettled> findUnsettled(Instant before, Deadline deadline) {
    return table(
        "findUnsettled",
        List.class,
        world ->
            world.unsettled.values().stream()
                .filter(record -> world.underWay.stream().noneMatch(record.version()::startsWith))
                .sorted(java.util.Comparator.comparing(Unsettled::version))
                .toList());
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Unsettled> renew(Unsettled record, Deadline deadline) {
    Unsettled renewed = new Unsettled(record.change(), record.mapping(), World.NOW, made());
    return table(
        "renew",
        Optional.class,
        world ->
            Optional.ofNullable(
                    world.unsettled.computeIfPresent(
                        World.Begun.of(record), (key, now) -> now.equals(record) ? renewed : now))
                .filter(renewed::equals));
  }

  @Override
  public boolean settle(Unsettled record, Deadline deadline) {
    if (breakage == Breakage.NOTHING_RECORDED) {
      return true;
    }
    boolean settled =
        table(
            "settle",
            Boolean.class,
            world -> world.unsettled.remove(World.Begun.of(record), record));
    return settled || breakage == Breakage.SETTLED_WHATEVER_HAPPENED;
  }

  @Override
  public void forget(CommunicationUserId id, Deadline deadline) {
    tableDo("forget", world -> world.unsettled.remove(new World.Begun(Unsettled.Change.LIFE, id)));
  }

  private String made() {
    return caller + next;
  }

  private <T> T acs(String name, Class<T> type, Function<World, Object> effect) {
    return step(new PortCall(name, Failure.ACS_UNAVAILABLE, effect), type);
  }

  private void acsDo(String name, Consumer<World> effect) {
    var unused = acs(name, Boolean.class, done(effect));
  }

  private <T> T table(String name, Class<T> type, Function<World, Object> effect) {
    return step(new PortCall(name, Failure.STORAGE_UNAVAILABLE, effect), type);
  }

  private void tableDo(String name, Consumer<World> effect) {
    var unused = table(name, Boolean.class, done(effect));
  }

  private static Function<World, Object> done(Consumer<World> effect) {
    return world -> {
      effect.accept(world);
      return true;
    };
  }

  private <T> T step(PortCall call, Class<T> type) {
    if (past.isPresent()) {
      return type.cast(call.effect().apply(past.get()));
    }
    if (next == answers.size()) {
      throw new Pause(call);
    }
    return type.cast(answers.get(next++).get());
  }
}
