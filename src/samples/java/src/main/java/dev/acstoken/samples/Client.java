package dev.acstoken.samples;

import com.azure.communication.common.CommunicationTokenCredential;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A console app with one signed-in user. src/samples/README.md describes its input and output. */
final class Client {

  private Client() {}

  public static void main(String[] args) throws IOException {
    URI endpoint = URI.create(args[0]);
    String bearerToken = args[1];
    String freshBearerToken = args.length > 2 ? args[2] : bearerToken;
    var session =
        new AcsTokens.Session() {
          @Override
          public String bearerToken(boolean fresh) {
            return fresh ? freshBearerToken : bearerToken;
          }

          @Override
          public void ended(AcsTokens.Refused why) {
            System.out.println("ended " + why.status);
          }
        };
    try {
      var tokens = new AcsTokens(endpoint, session);
      System.out.println("signed in");
      serve(tokens);
    } catch (AcsTokens.Refused why) {
      System.out.println("refused " + why.status);
    }
    // After a refresh, the credential leaves a timer thread that would keep the JVM running.
    System.exit(0);
  }

  private static void serve(AcsTokens tokens) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while ("token".equals(input.readLine())) {
      System.out.println("asking");
      printToken(tokens.credential());
    }
    tokens.signOut();
    System.out.println("signed out");
    printToken(tokens.credential());
  }

  // Gets a token as a chat client does, and prints it.
  private static void printToken(CommunicationTokenCredential credential) {
    try {
      System.out.println("token " + credential.getToken().map(token -> token.getToken()).block());
    } catch (RuntimeException e) {
      System.out.println("failed " + e);
    }
  }
}
