package dev.acstoken.interop.versions;

import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.TokenStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The tokens that users have received, and those that outlived the request that should end them.
 */
final class ReleasedTokens {

  private final AcsEmulator acs;
  private final Map<Caller, Set<String>> tokens = new ConcurrentHashMap<>();
  private final Queue<String> survivors = new ConcurrentLinkedQueue<>();

  ReleasedTokens(AcsEmulator acs) {
    this.acs = acs;
  }

  void add(Caller user, String token) {
    tokens.computeIfAbsent(user, it -> ConcurrentHashMap.newKeySet()).add(token);
  }

  /** Returns the user's tokens that may still be valid. */
  Set<String> of(Caller user) {
    return Set.copyOf(tokens.getOrDefault(user, Set.of()));
  }

  /**
   * Checks the tokens that the user had received before a request was sent that ends them, and that
   * succeeded.
   */
  void checkEnded(Exchange exchange, Collection<String> before) {
    for (String token : before) {
      if (acs.status(token) instanceof TokenStatus.Active active) {
        if (ends(exchange.call(), active)) {
          survivors.add(active + " outlived " + exchange);
        }
      } else {
        tokens.getOrDefault(exchange.user(), Set.of()).remove(token);
      }
    }
  }

  private static boolean ends(Call call, TokenStatus.Active token) {
    return switch (call) {
      case REVOKE, DELETE -> true;
      case RESTRICT -> token.scopes().contains("voip");
      case CREATE, GET, ISSUE, REFRESH, RESET -> false;
    };
  }

  List<String> survivors() {
    return List.copyOf(survivors);
  }
}
