package dev.acstoken.guests;

import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.protocol.FaultScript;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store of invitations, join log and end schedule whose calls are steps of a {@link FaultScript}.
 */
final class ScriptedInvitations implements InvitationStore, JoinLog, EndSchedule {

  private final InMemoryInvitations table;
  private final FaultScript script;
  private final Set<String> retried = new HashSet<>();

  ScriptedInvitations(InMemoryInvitations table, FaultScript script) {
    this.table = table;
    this.script = script;
  }

  /**
   * Loses the response of the next write with this name, so that it is retried and meets the result
   * of its own first attempt.
   */
  void retry(String call) {
    retried.add(call);
  }

  private <T> T step(String call, Supplier<T> write) {
    return script.step(
        call,
        () -> {
          if (retried.remove(call)) {
            var unused = write.get();
          }
          return write.get();
        });
  }

  @Override
  public Optional<Invitation> find(InvitationId id, RequestContext context) {
    return script.step("invitation.find", () -> table.find(id, context));
  }

  @Override
  public Optional<Invitation> replace(Invitation invitation, RequestContext context) {
    return step("invitation.replace", () -> table.replace(invitation, context));
  }

  @Override
  public boolean admit(Invitation invitation, JoinedGuest guest, RequestContext context) {
    return step("admit", () -> table.admit(invitation, guest, context));
  }

  @Override
  public Optional<JoinedGuest> findGuest(Guest guest, RequestContext context) {
    return script.step("guest.find", () -> table.findGuest(guest, context));
  }

  @Override
  public List<JoinedGuest> findGuests(InvitationId id, RequestContext context) {
    return script.step("guests.find", () -> table.findGuests(id, context));
  }

  @Override
  public void updateGuest(JoinedGuest guest, RequestContext context) {
    script.step("guest.update", () -> table.updateGuest(guest, context));
  }

  @Override
  public void removeGuest(Guest guest, RequestContext context) {
    script.step("guest.remove", () -> table.removeGuest(guest, context));
  }

  @Override
  public void remove(Invitation invitation, RequestContext context) {
    script.step("invitation.remove", () -> table.remove(invitation, context));
  }

  @Override
  public PendingJoin begin(Guest guest, RequestContext context) {
    return script.step("join.begin", () -> table.begin(guest, context));
  }

  @Override
  public List<PendingJoin> findOf(Guest guest, RequestContext context) {
    return script.step("joins.findOf", () -> table.findOf(guest, context));
  }

  @Override
  public List<PendingJoin> findStale(Instant before, RequestContext context) {
    return script.step("joins.find", () -> table.findStale(before, context));
  }

  @Override
  public Optional<PendingJoin> claim(PendingJoin join, RequestContext context) {
    return step("join.claim", () -> table.claim(join, context));
  }

  @Override
  public boolean complete(PendingJoin join, RequestContext context) {
    return script.step("join.complete", () -> table.complete(join, context));
  }

  @Override
  public void add(ScheduledEnd end, RequestContext context) {
    script.step("end.add", () -> table.add(end, context));
  }

  @Override
  public List<ScheduledEnd> findDue(Instant now, RequestContext context) {
    return script.step("ends.find", () -> table.findDue(now, context));
  }

  @Override
  public void remove(ScheduledEnd end, RequestContext context) {
    script.step("end.remove", () -> table.remove(end, context));
  }
}
