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

/** The answers that many apps got, in no order. */
final class AppAnswers {
  private final Collection<AppAnswer> answers = new ConcurrentLinkedQueue<>();

  void add(AppAnswer answer) {
    answers.add(answer);
  }

  List<AppAnswer> of(AppUser user) {
    return all().filter(answer -> answer.user().equals(user)).toList();
  }

  Stream<AppAnswer> all() {
    return answers.stream();
  }

  Map<AppUser, Set<String>> communicationUserIds() {
    return all()
        .filter(answer -> answer.communicationUserId().isPresent())
        .collect(
            groupingBy(
                AppAnswer::user,
                Collectors.mapping(
                    answer -> answer.communicationUserId().orElseThrow(), Collectors.toSet())));
  }

  int count() {
    return answers.size();
  }

  Map<Integer, Long> byStatus() {
    return new TreeMap<>(all().collect(groupingBy(AppAnswer::status, counting())));
  }

  long slowestMillis() {
    return all().mapToLong(AppAnswer::millis).max().orElse(0);
  }

  /** Such as {@code ISSUE 200}, and how often. */
  Map<String, Long> byKind() {
    return new TreeMap<>(all().collect(groupingBy(AppAnswer::kind, counting())));
  }
}
