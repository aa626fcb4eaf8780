package dev.acstoken.identity;

/**
 * Learns what is done for one request: which calls to dependencies, which changes. What it makes of
 * that is the edge's business. Called by the thread that serves the request.
 */
public interface RequestObserver {

  /** Nobody watches. */
  RequestObserver NONE =
      new RequestObserver() {
        @Override
        public String traceparent() {
          return "";
        }

        @Override
        public void called(DependencyCall call) {}

        @Override
        public void changed(StateChange change) {}
      };

  /**
   * What a call to a dependency says of the trace that it belongs to; empty for nothing.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
   */
  String traceparent();

  /** An attempt to call a dependency came to its end. */
  void called(DependencyCall call);

  /** Something was changed, or may have been. */
  void changed(StateChange change);
}
