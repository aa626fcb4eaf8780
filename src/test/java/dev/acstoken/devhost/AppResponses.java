package dev.acstoken.devhost;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The responses to many apps, in no particular order. */
final class AppResponses {
  private final Collection<AppResponse> responses = new ConcurrentLinkedQueue<>();

  void add(AppResponse response) {
    responses.add(response);
  }

  List<AppResponse> of(AppUser user) {
    return all().filter(response -> response.user().equals(user)).toList();
  }

  Stream<AppResponse> all() {
    return responses.stream();
  }

  Map<AppUser, Set<String>> communicationUserIds() {
    return all()
        .filter(response -> response.communicationUserId().isPresent())
        .collect(
            groupingBy(
                AppResponse::user,
                Collectors.mapping(
                    response -> response.communicationUserId().orElseThrow(), Collectors.toSet())));
  }

  int count() {
    return responses.size();
  }

  Map<Integer, Long> byStatus() {
    return new TreeMap<>(all().collect(groupingBy(AppResponse::status, counting())));
  }

  long slowestMillis() {
    return all().mapToLong(AppResponse::millis).max().orElse(0);
  }

  /** Returns the number of responses of each kind, such as {@code ISSUE 200}. */
  Map<String, Long> byKind() {
    return new TreeMap<>(all().collect(groupingBy(AppResponse::kind, counting())));
  }
}
