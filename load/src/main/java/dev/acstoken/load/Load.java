package dev.acstoken.load;

import io.gatling.app.Gatling;

/** Runs {@link SignedInUsers} and writes its HTML report. */
public final class Load {

  private Load() {}

  /**
   * Runs the simulation.
   *
   * @param arguments the directory in which the folder {@code reports} is created
   */
  public static void main(String[] arguments) {
    Profile.ofSystemProperties();
    Gatling.main(
        new String[] {
          "--simulation",
          SignedInUsers.class.getName(),
          "--results-folder",
          arguments[0] + "/reports",
          "--run-description",
          "Signed-in users"
        });
  }
}
