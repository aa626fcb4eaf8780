package dev.acstoken.identity;

import java.util.Optional;

/**
 * Learns what is done for one request: which calls to dependencies, which changes. The thread that
 * serves the request calls it.
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
        public void onChange(StateChange change) {}
      };

  /**
   * Returns the {@code traceparent} header of a call to a dependency; empty if the request belongs
   * to no trace.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
   */
  Optional<String> traceparent();

  /** Is told of an attempt to call a dependency, when it ends. */
  void onCall(DependencyCall call);

  /** Is told of a change that was made, or may have been made. */
  void onChange(StateChange change);
}
