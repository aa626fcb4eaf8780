package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.guests.GuestRecovery;
import dev.acstoken.health.RecoveryRuns;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The timer that completes interrupted changes, deletes orphaned identities and ends invitations
 * that have expired.
 */
public final class RecoveryTimer {

  // The part of the time budget that is left for guests, however many changes of users there are.
  private static final Duration FOR_GUESTS = Duration.ofSeconds(10);

  private final RequestHandler handler;
  private final Supplier<Recovery> recovery;
  private final Supplier<GuestRecovery> guestRecovery;
  private final Supplier<RecoveryRuns> runs;

  public RecoveryTimer() {
    this(LazyApplication.fromEnvironment());
  }

  RecoveryTimer(LazyApplication application) {
    handler = application.requestHandler();
    recovery = application.lazily(Application::recovery);
    guestRecovery = application.lazily(Application::guestRecovery);
    runs = application.lazily(Application::recoveryRuns);
  }

  @FunctionName("Recovery")
  public void recover(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    handler.forTimer(context, request -> runs.get().record(() -> run(request)));
  }

  // If the recovery of users fails, the recovery of guests takes place nevertheless.
  private RecoveryResult run(RequestContext request) {
    Recovery users = recovery.get();
    GuestRecovery guests = guestRecovery.get();
    RecoveryResult ofUsers;
    RecoveryResult ofGuests;
    try {
      ofUsers = users.run(request.leaving(FOR_GUESTS));
    } finally {
      ofGuests = guests.run(request);
    }
    return ofUsers.plus(ofGuests);
  }
}
