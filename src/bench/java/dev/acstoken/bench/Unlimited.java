package dev.acstoken.bench;

import java.util.List;

/** No limit. */
record Unlimited() implements Quota {

  @Override
  public List<String> limit(List<String> command) {
    return command;
  }

  @Override
  public void close() {
    // Nothing was created.
  }

  @Override
  public String toString() {
    return "no limit but the machine";
  }
}
