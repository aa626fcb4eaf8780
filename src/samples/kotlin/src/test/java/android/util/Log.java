package android.util;

/** Android's log, which is off. */
public final class Log {

  private Log() {}

  public static boolean isLoggable(String tag, int level) {
    return false;
  }
}
