package dev.acstoken.identity;

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
  public Unsettled recordUnsettled(Mapping mapping, Deadline deadline) {
    return steps.step("recordUnsettled", () -> table.recordUnsettled(mapping, deadline));
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
