package dev.acstoken.mappings;

import java.text.DecimalFormat;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how many steps of a known number are done, at which rate, and how much time is left: as a
 * bar on a terminal, and otherwise as a line now and then.
 */
final class StepProgress implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int WIDTH = 100;

  private final Session session;
  private final String task;
  private final long total;
  private final Optional<ProgressBar> bar;
  private final long start = System.nanoTime();
  private long shown = start;

  /**
   * Begins to show progress.
   *
   * @param task what is being done, such as {@code Writing}
   * @param unit the unit that is shown, such as {@code " MB"}
   * @param unitSize the number of steps in a unit
   */
  StepProgress(Session session, String task, long total, String unit, long unitSize) {
    this.session = session;
    this.task = task;
    this.total = total;
    this.bar =
        session.isTerminal()
            ? Optional.of(
                ProgressBar.builder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUnit(unit, unitSize)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(session.err(), WIDTH))
                    .showSpeed(new DecimalFormat("#,##0.#"))
                    .build())
            : Optional.empty();
  }

  void stepTo(long done) {
    bar.ifPresent(it -> it.stepTo(done));
    long now = System.nanoTime();
    if (bar.isEmpty() && now - shown >= INTERVAL.toNanos()) {
      shown = now;
      session.err().println(describe(done, Duration.ofNanos(now - start)));
    }
  }

  private String describe(long done, Duration elapsed) {
    double perSecond = done * 1000.0 / Math.max(1, elapsed.toMillis());
    long secondsLeft = Math.round((total - done) / Math.max(0.001, perSecond));
    return "%s: %.0f %%, %,.0f per second, %d:%02d:%02d left"
        .formatted(
            task,
            100.0 * done / Math.max(1, total),
            perSecond,
            secondsLeft / 3600,
            secondsLeft / 60 % 60,
            secondsLeft % 60);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
