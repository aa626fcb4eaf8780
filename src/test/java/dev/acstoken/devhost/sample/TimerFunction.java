package dev.acstoken.devhost.sample;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.util.concurrent.atomic.AtomicInteger;

/** A function that nobody calls over HTTP. */
public class TimerFunction {
  /** How often the timer has run in this JVM. */
  public static final AtomicInteger RUNS = new AtomicInteger();

  /** Counts. */
  @FunctionName("Tick")
  public void tick(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    context.getLogger().fine(timer);
    RUNS.incrementAndGet();
  }
}
