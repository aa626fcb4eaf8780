package dev.acstoken.app;

/**
 * Pings the dependencies that the environment names and prints those that are down. A process of
 * its own, because azure-identity finds a managed identity by environment variables only.
 */
final class PrimerProbe {

  private PrimerProbe() {}

  public static void main(String[] args) {
    var application = LazyApplication.fromEnvironment().get();
    System.out.println(application.healthChecks().runChecks().down());
  }
}
