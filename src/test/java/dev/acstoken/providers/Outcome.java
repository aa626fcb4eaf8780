package dev.acstoken.providers;

import java.util.List;

/** What the endpoint does with tokens of a provider. */
public sealed interface Outcome {

  /** Returns a sentence about the outcome, which is the name of its test. */
  String name();

  /** Returns the path and query of the operation, such as {@code /users/me/tokens}. */
  String path();

  /** An ACS token is issued for each of the tokens, and all are of one identity. */
  record Issued(String name, String path, List<String> tokens) implements Outcome {}

  /** The token is refused. */
  record Refused(String name, String path, String token, ExpectedRefusal refusal)
      implements Outcome {}
}
