package dev.acstoken.bench;

/** Gets a first token from the {@link BareFunction}, in a separate JVM. */
final class BareFirstToken {

  private BareFirstToken() {}

  public static void main(String[] args) {
    FirstToken.print((request, context) -> new BareFunction().issueToken(request, context));
  }
}
