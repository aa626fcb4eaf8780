package dev.acstoken.client.program;

import dev.acstoken.client.AcsTokenException;
import dev.acstoken.client.AcsTokens;
import dev.acstoken.client.RefusedException;
import dev.acstoken.client.Session;
import dev.acstoken.client.SignedOutException;
import dev.acstoken.client.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A console app with one signed-in user. src/samples/README.md describes its input and output. */
public final class Client {

  private final AcsTokens tokens;

  private Client(AcsTokens tokens) {
    this.tokens = tokens;
  }

  /** Runs the program with the arguments that the README describes. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String[] scopes = args.length > 3 ? Arrays.copyOfRange(args, 3, args.length) : new String[0];
    var session = new GivenTokens(args[1], args.length > 2 ? args[2] : args[1]);
    try {
      var tokens = AcsTokens.signIn(URI.create(args[0]), session, scopes);
      System.out.println("signed in " + tokens.communicationUserId() + " " + tokens.endpoint());
      new Client(tokens).serve();
    } catch (AcsTokenException e) {
      System.out.println("failed " + describe(e));
    }
  }

  private void serve() throws IOException, InterruptedException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine();
        line != null && !line.equals("sign out");
        line = input.readLine()) {
      switch (line) {
        case "token" -> new Thread(this::printToken).start();
        case "close" -> tokens.close();
        default -> System.out.println("unknown " + line);
      }
    }
    tokens.signOut();
    System.out.println("signed out");
    printToken();
  }

  // Gets a token as a chat client does, and prints it.
  private void printToken() {
    try {
      var request = tokens.credential().getToken();
      System.out.println("asking");
      System.out.println("token " + request.block().getToken());
    } catch (RuntimeException e) {
      System.out.println("failed " + describe(e));
    }
  }

  private static String describe(RuntimeException error) {
    if (error instanceof RefusedException refused) {
      return "refused " + refused.status() + " " + refused.code().orElse("");
    }
    if (error instanceof UnavailableException unavailable) {
      return "unavailable " + unavailable.lastStatus().orElse(0);
    }
    return error instanceof SignedOutException ? "signed out" : error.toString();
  }

  private record GivenTokens(String bearerToken, String freshBearerToken) implements Session {

    @Override
    public String bearerToken(boolean fresh) {
      return fresh ? freshBearerToken : bearerToken;
    }

    @Override
    public void ended(RefusedException error) {
      System.out.println("ended " + describe(error));
    }
  }
}
