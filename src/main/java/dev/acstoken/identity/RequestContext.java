package dev.acstoken.identity;

import java.time.Duration;

/**
 * The deadline and the observer of a request, which go wherever the request goes.
 *
 * @param deadline when the request's time budget ends
 * @param observer who is told what is done for the request
 */
public record RequestContext(Deadline deadline, RequestObserver observer) {

  /** Returns the context of a request that nobody observes. */
  public static RequestContext within(Duration budget) {
    return within(budget, RequestObserver.NONE);
  }

  public static RequestContext within(Duration budget, RequestObserver observer) {
    return new RequestContext(Deadline.in(budget), observer);
  }

  /** Returns a context with an earlier deadline, so that this much of the budget is left then. */
  public RequestContext leaving(Duration rest) {
    return new RequestContext(deadline.leaving(rest), observer);
  }
}
