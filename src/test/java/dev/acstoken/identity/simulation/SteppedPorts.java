package dev.acstoken.identity.simulation;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingTable;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.Unsettled;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  static final class Pause extends Error {
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
  private Optional<Mapping> lastFound = Optional.empty();

  SteppedPorts(String caller, List<Answer> answers, Breakage breakage) {
    this.caller = caller;
    this.answers = answers;
    this.breakage = breakage;
  }

  @Override
  public String endpoint() {
    return World.HERE;
  }

  @Override
  public CommunicationUserId create(Deadline deadline) {
    return createWithToken("create").id();
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, Deadline deadline) {
    return createWithToken("createWithToken");
  }

  private IdentityWithToken createWithToken(String name) {
    String made = made();
    return acs(
        name,
        IdentityWithToken.class,
        world -> {
          CommunicationUserId id = new CommunicationUserId("8:acs:" + made);
          AccessToken token = new AccessToken(made, World.NOW);
          world.live.add(id);
          world.tokens.put(token, id);
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
          world.tokens.put(token, id);
          return Optional.of(token);
        });
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, Deadline deadline) {
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
  @SuppressWarnings("unchecked")
  public Optional<Mapping> find(User user, Deadline deadline) {
    if (breakage == Breakage.NO_VERIFY_BEFORE_RELEASE && lastFound.isPresent()) {
      return lastFound;
    }
    Optional<Mapping> found =
        breakage == Breakage.FAILURE_MEANS_ABSENT
            ? findOrAbsent()
            : table("find", Optional.class, World::row);
    lastFound = found;
    return found;
  }

  @SuppressWarnings("unchecked")
  private Optional<Mapping> findOrAbsent() {
    try {
      return table("find", Optional.class, World::row);
    } catch (dev.acstoken.identity.IdentityException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean insert(Mapping mapping, Deadline deadline) {
    String version = made();
    return table(
        "insert",
        Boolean.class,
        world -> {
          if (world.row != null && breakage != Breakage.UPSERT_INSTEAD_OF_INSERT) {
            return false;
          }
          world.row = mapping.marked(mapping.state(), version);
          world.everWritten.add(mapping.communicationUserId());
          return true;
        });
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<Mapping> markDeleting(Mapping mapping, Deadline deadline) {
    if (breakage == Breakage.DELETE_WITHOUT_MARK) {
      return Optional.of(mapping);
    }
    String version = made();
    return table(
        "markDeleting",
        Optional.class,
        world -> {
          if (!isUnchanged(world, mapping)) {
            return Optional.empty();
          }
          world.row = mapping.marked(Mapping.State.DELETING, version);
          return world.row();
        });
  }

  @Override
  public void remove(Mapping mapping, Deadline deadline) {
    tableDo(
        "remove",
        world -> {
          if (isUnchanged(world, mapping) || breakage == Breakage.UNCONDITIONAL_REMOVE) {
            world.row = null;
          }
        });
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
  public Unsettled recordUnsettled(Mapping mapping, Deadline deadline) {
    Unsettled record = new Unsettled(mapping, World.NOW, made());
    if (breakage == Breakage.NOTHING_RECORDED) {
      return record;
    }
    return table(
        "recordUnsettled",
        Unsettled.class,
        world -> {
          world.unsettled.put(mapping.communicationUserId(), record);
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
    Unsettled renewed = new Unsettled(record.mapping(), World.NOW, made());
    return table(
        "renew",
        Optional.class,
        world ->
            Optional.ofNullable(
                    world.unsettled.computeIfPresent(
                        idOf(record), (id, now) -> now.equals(record) ? renewed : now))
                .filter(renewed::equals));
  }

  @Override
  public boolean settle(Unsettled record, Deadline deadline) {
    if (breakage == Breakage.NOTHING_RECORDED) {
      return true;
    }
    boolean settled =
        table("settle", Boolean.class, world -> world.unsettled.remove(idOf(record), record));
    return settled || breakage == Breakage.SETTLED_WHATEVER_HAPPENED;
  }

  @Override
  public void forget(CommunicationUserId id, Deadline deadline) {
    tableDo("forget", world -> world.unsettled.remove(id));
  }

  private static CommunicationUserId idOf(Unsettled record) {
    return record.mapping().communicationUserId();
  }

  private static boolean isUnchanged(World world, Mapping mapping) {
    return world.row().filter(row -> row.version().equals(mapping.version())).isPresent();
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
    if (next == answers.size()) {
      throw new Pause(call);
    }
    return type.cast(answers.get(next++).get());
  }
}
