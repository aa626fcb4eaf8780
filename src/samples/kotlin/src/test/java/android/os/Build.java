package android.os;

/** Which Android this would be. */
public final class Build {

  private Build() {}

  /** Its version. */
  public static final class VERSION {
    public static final int SDK_INT = 34;

    private VERSION() {}
  }
}
