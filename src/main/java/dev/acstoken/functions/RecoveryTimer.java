package dev.acstoken.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.acstoken.app.Application;
import dev.acstoken.app.LazyApplication;
import dev.acstoken.health.RecoveryRuns;
import dev.acstoken.http.RequestHandler;
import dev.acstoken.identity.protocol.Recovery;
import java.util.function.Supplier;

/** The timer that completes interrupted changes and deletes orphaned identities. */
public final class RecoveryTimer {

  private final RequestHandler handler;
  private final Supplier<Recovery> recovery;
  private final Supplier<RecoveryRuns> runs;

  public RecoveryTimer() {
    this(LazyApplication.fromEnvironment());
  }

  RecoveryTimer(LazyApplication application) {
    handler = application.requestHandler();
    recovery = application.lazily(Application::recovery);
    runs = application.lazily(Application::recoveryRuns);
  }

  @FunctionName("Recovery")
  public void recover(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    handler.forTimer(context, request -> runs.get().record(() -> recovery.get().run(request)));
  }
}
