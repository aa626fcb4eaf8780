package android.os;

/** A replacement for Android's class, with the version number that the ACS SDK reads. */
public final class Build {

  private Build() {}

  /** The version of Android. */
  public static final class VERSION {
    public static final int SDK_INT = 34;

    private VERSION() {}
  }
}
