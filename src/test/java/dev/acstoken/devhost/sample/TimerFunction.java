package dev.acstoken.devhost.sample;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import java.util.concurrent.atomic.AtomicInteger;

/** A function with a timer trigger. */
public class TimerFunction {
  /** The number of runs in this JVM. */
  public static final AtomicInteger RUNS = new AtomicInteger();

  /** Counts its runs. */
  @FunctionName("Tick")
  public void tick(
      @TimerTrigger(name = "timer", schedule = "0 */5 * * * *") String timer,
      ExecutionContext context) {
    context.getLogger().fine(timer);
    RUNS.incrementAndGet();
  }
}
