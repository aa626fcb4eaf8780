package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A table whose calls are {@link Steps}. */
final class SteppedMappingTable implements MappingTable {

  private final MappingTable table;
  private final Steps steps;

  SteppedMappingTable(MappingTable table, Steps steps) {
    this.table = table;
    this.steps = steps;
  }

  @Override
  public Account find(User user, Deadline deadline) {
    return steps.step("find", () -> table.find(user, deadline));
  }

  @Override
  public Optional<Account> replace(Account account, Deadline deadline) {
    return steps.step(meaning(account), () -> table.replace(account, deadline));
  }

  private static String meaning(Account account) {
    if (account.mapping().isEmpty()) {
      return "unmap";
    }
    return switch (account.mapping().get().state()) {
      case ACTIVE -> "map";
      case REVOKING -> "markRevoking";
      case DELETING -> "markDeleting";
    };
  }

  @Override
  public Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    return steps.step("findUser", () -> table.findUser(id, deadline));
  }

  @Override
  public void insertReverse(Mapping mapping, Deadline deadline) {
    steps.step("insertReverse", () -> table.insertReverse(mapping, deadline));
  }

  @Override
  public void removeReverse(CommunicationUserId id, Deadline deadline) {
    steps.step("removeReverse", () -> table.removeReverse(id, deadline));
  }

  @Override
  public Unsettled recordUnsettled(Unsettled.Change change, Mapping mapping, Deadline deadline) {
    return steps.step("recordUnsettled", () -> table.recordUnsettled(change, mapping, deadline));
  }

  @Override
  public List<Unsettled> findUnsettled(Instant before, Deadline deadline) {
    return steps.step("findUnsettled", () -> table.findUnsettled(before, deadline));
  }

  @Override
  public Optional<Unsettled> renew(Unsettled record, Deadline deadline) {
    return steps.step("renew", () -> table.renew(record, deadline));
  }

  @Override
  public boolean settle(Unsettled record, Deadline deadline) {
    return steps.step("settle", () -> table.settle(record, deadline));
  }

  @Override
  public void forget(CommunicationUserId id, Deadline deadline) {
    steps.step("forget", () -> table.forget(id, deadline));
  }
}
