package android.util;

/** A replacement for Android's log, which is disabled. */
public final class Log {

  private Log() {}

  public static boolean isLoggable(String tag, int level) {
    return false;
  }
}
