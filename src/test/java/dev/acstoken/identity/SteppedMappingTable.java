package dev.acstoken.identity;

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
  public Optional<Mapping> find(User user, Deadline deadline) {
    return steps.step("find", () -> table.find(user, deadline));
  }

  @Override
  public boolean insert(Mapping mapping, Deadline deadline) {
    return steps.step("insert", () -> table.insert(mapping, deadline));
  }

  @Override
  public Optional<Mapping> markDeleting(Mapping mapping, Deadline deadline) {
    return steps.step("markDeleting", () -> table.markDeleting(mapping, deadline));
  }

  @Override
  public void remove(Mapping mapping, Deadline deadline) {
    steps.step("remove", () -> table.remove(mapping, deadline));
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
  public void recordUnsettled(Mapping mapping, Deadline deadline) {
    steps.step("recordUnsettled", () -> table.recordUnsettled(mapping, deadline));
  }

  @Override
  public void settle(CommunicationUserId id, Deadline deadline) {
    steps.step("settle", () -> table.settle(id, deadline));
  }
}
