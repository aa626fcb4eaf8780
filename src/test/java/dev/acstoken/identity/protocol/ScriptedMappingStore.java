package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A mapping store whose calls are steps of a {@link FaultScript}. */
public final class ScriptedMappingStore implements MappingStore {

  private final MappingStore store;
  private final FaultScript script;

  public ScriptedMappingStore(MappingStore store, FaultScript script) {
    this.store = store;
    this.script = script;
  }

  @Override
  public Account find(User user, RequestContext context) {
    return script.step("find", () -> store.find(user, context));
  }

  @Override
  public Supplier<Account> beginFind(User user, RequestContext context) {
    Supplier<Account> begun = script.step("beginFind", () -> store.beginFind(user, context));
    return () -> script.step("endFind", begun);
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    return script.step(stepName(account), () -> store.replace(account, context));
  }

  private static String stepName(Account account) {
    if (account.move().filter(move -> move.stage() == Move.Stage.MOVING).isPresent()) {
      return "markMoving";
    }
    if (account.move().filter(move -> move.stage() == Move.Stage.MOVED).isPresent()) {
      return "point";
    }
    if (account.mapping().isEmpty()) {
      return "unmap";
    }
    return switch (account.mapping().get().state()) {
      case ACTIVE -> "map";
      case ADOPTING -> "markAdopting";
      case REVOKING -> "markRevoking";
      case DELETING -> "markDeleting";
    };
  }

  @Override
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    return script.step("supersede", () -> store.supersede(account, replacement, context));
  }

  @Override
  public List<Mapping> findPrevious(User user, RequestContext context) {
    return script.step("findPrevious", () -> store.findPrevious(user, context));
  }

  @Override
  public void updatePrevious(Mapping previous, RequestContext context) {
    script.step("updatePrevious", () -> store.updatePrevious(previous, context));
  }

  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    script.step("removePrevious", () -> store.removePrevious(previous, context));
  }

  @Override
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    return script.step("findOwner", () -> store.findOwner(id, context));
  }

  @Override
  public boolean putOwner(Mapping mapping, RequestContext context) {
    return script.step("putOwner", () -> store.putOwner(mapping, context));
  }

  @Override
  public boolean removeOwner(Mapping mapping, RequestContext context) {
    return script.step("removeOwner", () -> store.removeOwner(mapping, context));
  }

  @Override
  public void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context) {
    script.step("removeOwnerIf", () -> store.removeOwnerIf(mapping, condition, context));
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {
    script.step("moveOwner", () -> store.moveOwner(former, mapping, context));
  }

  @Override
  public boolean storeCopy(
      Account original, Account copy, List<Mapping> previous, RequestContext context) {
    return script.step("storeCopy", () -> store.storeCopy(original, copy, previous, context));
  }
}
