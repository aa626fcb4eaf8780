package dev.acstoken.app;

/**
 * Reaches what the environment names and prints what is not well. A process of its own, because
 * azure-identity finds a managed identity by environment variables only.
 */
final class WarmUpProbe {

  private WarmUpProbe() {}

  public static void main(String[] args) {
    System.out.println(TokenEndpoint.ofEnvironment().reachOthers().down());
  }
}
