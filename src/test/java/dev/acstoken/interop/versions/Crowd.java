package dev.acstoken.interop.versions;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that call both versions at random, for a few users. Each version is killed once and
 * started again.
 */
final class Crowd {

  private static final int CLIENTS = 12;
  private static final int REST_MILLIS = 100;

  private static final List<Call> CALLS =
      List.of(
          Call.CREATE,
          Call.GET,
          Call.ISSUE,
          Call.ISSUE,
          Call.ISSUE,
          Call.REFRESH,
          Call.REFRESH,
          Call.REVOKE,
          Call.DELETE,
          Call.RESTRICT,
          Call.RESET,
          Call.RESET);

  private final TwoVersions versions;
  private final List<Caller> users;
  private final ReleasedTokens tokens;
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final long begin = System.nanoTime();

  Crowd(TwoVersions versions, List<Caller> users) {
    this.versions = versions;
    this.users = List.copyOf(users);
    this.tokens = new ReleasedTokens(versions.emulators().acs());
  }

  /** Calls for about this time, and returns when no request is in progress. */
  void run(long seed, Duration duration) throws Exception {
    long end = now() + duration.toNanos();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Void>> working = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var random = new Random(seed + i);
        working.add(clients.submit(() -> callUntil(end, random)));
      }
      for (VersionProcess version : versions.both()) {
        Thread.sleep(duration.toMillis() / 3);
        version.restart();
      }
      for (Future<Void> client : working) {
        client.get();
      }
      while (!versions.table().isIdle()) {
        Thread.sleep(REST_MILLIS);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  private Void callUntil(long end, Random random) throws Exception {
    while (now() < end) {
      VersionProcess version = versions.both().get(random.nextInt(2));
      call(
          CALLS.get(random.nextInt(CALLS.size())),
          users.get(random.nextInt(users.size())),
          version);
    }
    return null;
  }

  private void call(Call call, Caller user, VersionProcess version) throws Exception {
    Set<String> before = tokens.of(user);
    long sent = now();
    try {
      Result result = versions.send(version, user, call);
      var exchange = new Exchange(call, user, version.version(), sent, now(), Optional.of(result));
      if (exchange.isSuccess()) {
        tokens.checkEnded(exchange, before);
      }
      result.token().ifPresent(token -> tokens.add(user, token));
      exchanges.add(exchange);
    } catch (HttpTimeoutException e) {
      throw new AssertionError("A request took too long.", e);
    } catch (ConnectException e) {
      Thread.sleep(REST_MILLIS);
    } catch (IOException e) {
      exchanges.add(
          new Exchange(call, user, version.version(), sent, Long.MAX_VALUE, Optional.empty()));
    }
  }

  private long now() {
    return System.nanoTime() - begin;
  }

  /** Returns the number of exchanges of each kind. */
  Map<String, Long> byKind() {
    return new TreeMap<>(exchanges.stream().collect(groupingBy(Exchange::kind, counting())));
  }

  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  /** Returns the tokens that were valid after a successful request that ends them. */
  List<String> survivingTokens() {
    return tokens.survivors();
  }

  /**
   * Returns the tokens with a removed scope that were requested after the response to the
   * restriction.
   */
  List<String> tokensBeyondRestrictions() {
    List<String> beyond = new ArrayList<>();
    for (Exchange restriction : exchanges) {
      if (restriction.call() == Call.RESTRICT && restriction.isSuccess()) {
        exchanges.stream()
            .filter(it -> it.user().equals(restriction.user()))
            .filter(it -> it.sent() > restriction.received() && hasRemovedScope(it))
            .filter(it -> !mayHaveBeenReset(it.user(), restriction.sent(), it.received()))
            .forEach(it -> beyond.add(it + " after " + restriction));
      }
    }
    return beyond;
  }

  private static boolean hasRemovedScope(Exchange exchange) {
    return exchange.result().stream()
        .anyMatch(it -> it.token().isPresent() && it.scopes().contains("voip"));
  }

  private boolean mayHaveBeenReset(Caller user, long from, long to) {
    return exchanges.stream()
        .filter(it -> it.user().equals(user) && it.call() == Call.RESET)
        .anyMatch(it -> it.sent() < to && it.received() > from);
  }
}
