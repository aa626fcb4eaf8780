package dev.acstoken.guests;

import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import java.util.Optional;

/**
 * Passes what the steps for one guest report to the request's observer, and adds the guest and the
 * invitation to each change. The steps for several guests may run on several threads, because the
 * request's observer receives one call at a time.
 */
final class GuestObserver implements RequestObserver {

  private final RequestObserver request;
  private final Guest guest;

  private GuestObserver(RequestObserver request, Guest guest) {
    this.request = request;
    this.guest = guest;
  }

  /** Returns the context of the steps for a guest. */
  static RequestContext of(Guest guest, RequestContext context) {
    return new RequestContext(context.deadline(), new GuestObserver(context.observer(), guest));
  }

  @Override
  public Optional<String> traceparent() {
    synchronized (request) {
      return request.traceparent();
    }
  }

  @Override
  public void onCall(DependencyCall call) {
    synchronized (request) {
      request.onCall(call);
    }
  }

  @Override
  public void onSurvivedFailure(ServiceException e) {
    synchronized (request) {
      request.onSurvivedFailure(e);
    }
  }

  @Override
  public void onChange(StateChange change) {
    StateChange ofGuest =
        change.withUser(guest.user()).withInvitation(guest.invitation().pseudonym());
    synchronized (request) {
      request.onChange(ofGuest);
    }
  }
}
