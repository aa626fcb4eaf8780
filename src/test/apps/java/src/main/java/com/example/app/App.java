package com.example.app;

import dev.acstoken.client.AcsTokens;
import dev.acstoken.client.RefusedException;
import dev.acstoken.client.Session;
import java.net.URI;

/** Gets a token, waits until the credential has another one, and signs out. */
public final class App {

  private App() {}

  public static void main(String[] args) throws InterruptedException {
    try (var tokens = AcsTokens.signIn(URI.create(args[0]), new SignedInUser(args[1]))) {
      String first = token(tokens);
      System.out.println("token " + first);
      while (token(tokens).equals(first)) {
        Thread.sleep(100);
      }
      System.out.println("refreshed " + token(tokens));
      tokens.signOut();
      System.out.println("signed out");
    }
  }

  private static String token(AcsTokens tokens) {
    return tokens.credential().getToken().block().getToken();
  }

  private record SignedInUser(String bearerToken) implements Session {

    @Override
    public String bearerToken(boolean fresh) {
      return bearerToken;
    }

    @Override
    public void ended(RefusedException error) {
      System.out.println("ended " + error.status());
    }
  }
}
