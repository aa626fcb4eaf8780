package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An intent log whose calls are steps of a {@link FaultScript}. */
public final class ScriptedIntentLog implements IntentLog {

  private final IntentLog log;
  private final FaultScript script;

  public ScriptedIntentLog(IntentLog log, FaultScript script) {
    this.log = log;
    this.script = script;
  }

  @Override
  public PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    return script.step("begin", () -> log.begin(kind, mapping, context));
  }

  @Override
  public Optional<PendingChange> beginUnlessOfAnother(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    return script.step("begin", () -> log.beginUnlessOfAnother(kind, mapping, context));
  }

  @Override
  public List<PendingChange> find(CommunicationUserId id, RequestContext context) {
    return script.step("findPending", () -> log.find(id, context));
  }

  @Override
  public List<PendingChange> findStale(Instant before, RequestContext context) {
    return script.step("findStale", () -> log.findStale(before, context));
  }

  @Override
  public Optional<PendingChange> claim(PendingChange change, RequestContext context) {
    return script.step("claim", () -> log.claim(change, context));
  }

  @Override
  public boolean complete(PendingChange change, RequestContext context) {
    return script.step("complete", () -> log.complete(change, context));
  }

  @Override
  public void discard(CommunicationUserId id, RequestContext context) {
    script.step("discard", () -> log.discard(id, context));
  }
}
