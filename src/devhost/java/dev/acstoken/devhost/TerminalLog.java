package dev.acstoken.devhost;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * What the development host logs on the terminal: a short line for each request, which also says
 * why a bearer token was refused, and the problems of the endpoint with their causes. With {@code
 * --verbose} also the events of the endpoint, in full.
 *
 * <p>Until {@link #open()}, it keeps what it is given. The walkthrough therefore prints its lines
 * without others between them.
 */
final class TerminalLog extends Handler implements ServedRequest.Listener {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private static final SimpleFormatter FORMATTER = new SimpleFormatter();

  /** Why a bearer token was refused, in the event of a request. */
  private static final Pattern REFUSAL = Pattern.compile(" (reason=\\S+ found=\\S* expected=\\S*)");

  private final PrintStream out;
  private final boolean isVerbose;

  /** The refusal of the request that the thread is serving; empty if there is none. */
  private final ThreadLocal<String> refusal = ThreadLocal.withInitial(() -> "");

  private final List<String> kept = new ArrayList<>();
  private boolean isOpen;
  private int lastHealth;

  TerminalLog(PrintStream out, boolean isVerbose) {
    this.out = out;
    this.isVerbose = isVerbose;
  }

  /**
   * Prints to standard output everything that is logged in this JVM. A configuration of
   * java.util.logging that the JVM was started with stays in effect.
   */
  static TerminalLog install(boolean isVerbose) {
    var log = new TerminalLog(System.out, isVerbose);
    if (System.getProperty("java.util.logging.config.file") == null) {
      LogManager.getLogManager().reset();
      Logger.getLogger("").addHandler(log);
    }
    return log;
  }

  /** Prints what was kept, and from now on everything at once. Earlier requests are not printed. */
  synchronized void open() {
    isOpen = true;
    kept.forEach(out::println);
    kept.clear();
  }

  @Override
  public synchronized void onServed(ServedRequest request) {
    if (isOpen && !isPreflight(request) && !isRepeatedHealth(request)) {
      print((request + " " + refusal.get()).strip());
    }
    refusal.remove();
  }

  @Override
  public synchronized void publish(LogRecord logged) {
    if (isVerbose || (isProblem(logged) && !isEvent(logged))) {
      print(logged.getLevel() + " " + text(logged));
    } else if (isEvent(logged)) {
      refusal.set(refusalOf(logged.getMessage()));
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }

  private void print(String line) {
    var timed = LocalTime.now(ZoneId.systemDefault()).format(TIME) + " " + line;
    if (isOpen || isVerbose) {
      out.println(timed);
    } else {
      kept.add(timed);
    }
  }

  private static boolean isPreflight(ServedRequest request) {
    return request.method().equals("OPTIONS") && request.status() == 204;
  }

  // Scripts ask for the health again and again.
  private boolean isRepeatedHealth(ServedRequest request) {
    if (!request.path().endsWith("/health")) {
      return false;
    }
    boolean isRepeated = request.status() == lastHealth;
    lastHealth = request.status();
    return isRepeated;
  }

  private static String text(LogRecord logged) {
    var text = new StringWriter();
    text.write(FORMATTER.formatMessage(logged));
    var thrown = logged.getThrown();
    if (thrown != null) {
      text.write(System.lineSeparator());
      thrown.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString().stripTrailing();
  }

  private static String refusalOf(String event) {
    var refused = REFUSAL.matcher(event);
    return refused.find() ? refused.group(1).replaceAll(" \\w+=(?= |$)", "") : "";
  }

  private static boolean isProblem(LogRecord logged) {
    return logged.getLevel().intValue() >= Level.WARNING.intValue();
  }

  // An event is for queries. The line of the request says in short what it says.
  private static boolean isEvent(LogRecord logged) {
    return String.valueOf(logged.getMessage()).startsWith("event=");
  }
}
