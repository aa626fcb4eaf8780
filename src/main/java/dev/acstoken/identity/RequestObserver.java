package dev.acstoken.identity;

import java.util.Optional;

/**
 * Receives the calls to dependencies and the changes that are made for one request. Its methods are
 * called on the thread that serves the request.
 */
public interface RequestObserver {

  /** An observer that ignores everything. */
  RequestObserver NONE =
      new RequestObserver() {
        @Override
        public Optional<String> traceparent() {
          return Optional.empty();
        }

        @Override
        public void onCall(DependencyCall call) {}

        @Override
        public void onSurvivedFailure(ServiceException e) {}

        @Override
        public void onChange(StateChange change) {}
      };

  /**
   * Returns the {@code traceparent} header for a call to a dependency. Returns empty if the request
   * does not belong to a trace.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
   */
  Optional<String> traceparent();

  /** Receives an attempt to call a dependency when the attempt ends. */
  void onCall(DependencyCall call);

  /** Receives a failure that the request survives, for the log. */
  void onSurvivedFailure(ServiceException e);

  /** Receives a change, with its outcome, when it is made or has failed. */
  void onChange(StateChange change);

  /** Receives that the token that was issued last will not be returned. */
  default void onTokenDiscarded() {}
}
