package dev.acstoken.app;

/**
 * Pings the dependencies that the environment variables name and prints those that are down. It
 * runs in its own process because azure-identity finds a managed identity only through environment
 * variables.
 */
final class PrimerProbe {

  private PrimerProbe() {}

  public static void main(String[] args) {
    var application = LazyApplication.fromEnvironment().get();
    System.out.println(application.healthChecks().runChecks().down());
  }
}
