package dev.acstoken.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records the changes of a request, and the failures that it survives. */
public final class RecordingObserver implements RequestObserver {

  private final List<StateChange> changes = new ArrayList<>();
  private final List<ErrorCode> survived = new ArrayList<>();

  public List<StateChange> changes() {
    return List.copyOf(changes);
  }

  /** Returns the codes of the failures that the request survived. */
  public List<ErrorCode> survived() {
    return List.copyOf(survived);
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.empty();
  }

  @Override
  public void onCall(DependencyCall call) {}

  @Override
  public void onSurvivedFailure(ServiceException e) {
    survived.add(e.code());
  }

  @Override
  public void onChange(StateChange change) {
    changes.add(change);
  }
}
