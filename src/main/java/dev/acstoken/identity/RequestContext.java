package dev.acstoken.identity;

import java.time.Duration;

/**
 * The deadline and the observer of a request. It is passed to every step of the request.
 *
 * @param deadline the end of the request's time budget
 * @param observer receives the calls and the changes that are made for the request
 */
public record RequestContext(Deadline deadline, RequestObserver observer) {

  /** Returns the context of a request without an observer. */
  public static RequestContext within(Duration budget) {
    return within(budget, RequestObserver.NONE);
  }

  public static RequestContext within(Duration budget, RequestObserver observer) {
    return new RequestContext(Deadline.in(budget), observer);
  }

  /** Returns a context with an earlier deadline, which leaves this much of the budget unused. */
  public RequestContext leaving(Duration rest) {
    return new RequestContext(deadline.leaving(rest), observer);
  }
}
