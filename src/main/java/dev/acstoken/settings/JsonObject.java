package dev.acstoken.settings;

import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.keys.TenantPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A JSON object in a setting. Its methods read members, report a problem for each member that has
 * the wrong form, and return empty then.
 */
final class JsonObject {

  private final Map<?, ?> members;
  private final String place;
  private final Consumer<String> problems;
  private final Set<String> known = new HashSet<>();

  /**
   * Creates an object.
   *
   * @param place where the object is, for problems
   * @param problems receives a sentence for each problem
   */
  JsonObject(Map<?, ?> members, String place, Consumer<String> problems) {
    this.members = members;
    this.place = place;
    this.problems = problems;
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  /** Returns the member; empty if it is absent. */
  Optional<Object> value(String name) {
    known.add(name);
    return Optional.ofNullable(members.get(name));
  }

  /** Returns the text, without spaces around it. */
  Optional<String> text(String name) {
    return anyText(name).flatMap(text -> checked(name, text, CopiedText::problemOf));
  }

  /** Returns the text, without spaces around it. It may contain the placeholder of a tenant. */
  Optional<String> template(String name) {
    return anyText(name)
        .flatMap(
            text ->
                checked(
                    name,
                    text,
                    it -> CopiedText.problemOf(it.replace(TenantPattern.PLACEHOLDER, ""))));
  }

  private Optional<String> anyText(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof String text && !text.isBlank()
                    ? Optional.of(text.strip())
                    : problem(name, "must be a text"));
  }

  /** Returns the texts of a list, which must not be empty. */
  Optional<List<String>> texts(String name) {
    return texts(name, text -> Optional.empty());
  }

  /**
   * Returns the texts of a list, which must not be empty.
   *
   * @param check returns what is wrong with a text, as a predicate of a sentence
   */
  Optional<List<String>> texts(String name, Function<String, Optional<String>> check) {
    return value(name)
        .flatMap(
            value ->
                textsOf(value)
                    .or(
                        () ->
                            problem(
                                name,
                                "must be a list of texts that is not empty, such as [\"one\"]")))
        .filter(
            texts ->
                areRight(
                    name, texts, text -> CopiedText.problemOf(text).or(() -> check.apply(text))));
  }

  /** Reports a problem for each text of a list that has one. Returns whether there is none. */
  private boolean areRight(
      String name, List<String> texts, Function<String, Optional<String>> check) {
    boolean areRight = true;
    for (int i = 0; i < texts.size(); i++) {
      areRight &= checked(name + "[" + i + "]", texts.get(i), check).isPresent();
    }
    return areRight;
  }

  /**
   * Reports what is wrong with a value, and returns empty then; otherwise returns the value.
   *
   * @param check returns what is wrong, as a predicate of a sentence
   */
  <T> Optional<T> checked(String name, T value, Function<T, Optional<String>> check) {
    Optional<String> problem = check.apply(value);
    return problem.isPresent() ? problem(name, problem.get()) : Optional.of(value);
  }

  /** Returns whether the member is true. */
  Optional<Boolean> truth(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof Boolean truth
                    ? Optional.of(truth)
                    : problem(name, "must be true or false, without quotation marks"));
  }

  /** Returns the text, number or truth value, as a text. */
  Optional<String> scalar(String name) {
    return value(name)
        .flatMap(
            value ->
                isScalar(value)
                    ? Optional.of(String.valueOf(value))
                    : problem(name, "must be a text, a number, true or false"))
        .flatMap(text -> checked(name, text, CopiedText::problemOfValue));
  }

  /** Returns the texts, numbers and truth values of a list, as texts. */
  Optional<List<String>> scalars(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(JsonObject::isScalar)
                    ? Optional.of(list.stream().map(String::valueOf).toList())
                    : this.<List<String>>problem(
                        name, "must be a list of texts, numbers, true and false that is not empty"))
        .filter(texts -> areRight(name, texts, CopiedText::problemOfValue));
  }

  /** Returns the claim that the member names: a text, or a list of names. */
  Optional<ClaimPath> claim(String name) {
    return has(name) ? namedClaim(name) : problem(name, "is required");
  }

  /** Returns the claim that the member names, by default one at the top level. */
  Optional<ClaimPath> claim(String name, String defaultName) {
    return has(name) ? namedClaim(name) : Optional.of(ClaimPath.of(defaultName));
  }

  private Optional<ClaimPath> namedClaim(String name) {
    return value(name).filter(List.class::isInstance).isPresent()
        ? texts(name).map(ClaimPath::new)
        : text(name).map(ClaimPath::of);
  }

  /** Returns the objects of a list. */
  List<JsonObject> objects(String name) {
    Optional<Object> value = value(name);
    List<JsonObject> objects = new ArrayList<>();
    if (value.isEmpty()) {
      return objects;
    }
    if (!(value.get() instanceof List<?> list)) {
      problem(name, "must be a list of objects");
      return objects;
    }
    for (int i = 0; i < list.size(); i++) {
      String element = name + "[" + i + "]";
      if (list.get(i) instanceof Map<?, ?> object) {
        objects.add(new JsonObject(object, place + "." + element, problems));
      } else {
        problem(element, "must be an object");
      }
    }
    return objects;
  }

  /** Returns the object. */
  Optional<JsonObject> object(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof Map<?, ?> object
                    ? Optional.of(new JsonObject(object, place + "." + name, problems))
                    : problem(name, "must be an object"));
  }

  /** Reports a problem with a member. Returns empty. */
  <T> Optional<T> problem(String name, String predicate) {
    problems.accept(place + "." + name + " " + predicate + ".");
    return Optional.empty();
  }

  /** Reports a problem with the object as a whole. Returns empty. */
  <T> Optional<T> problem(String predicate) {
    problems.accept(place + " " + predicate + ".");
    return Optional.empty();
  }

  /** Reports the members that no method has asked for, which are probably misspelled. */
  void reportUnknownMembers() {
    Set<String> unknown = new TreeSet<>();
    members.keySet().forEach(name -> unknown.add(String.valueOf(name)));
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      problem(
          "has unknown members: "
              + String.join(", ", unknown)
              + ". The known ones are: "
              + String.join(", ", new TreeSet<>(known)));
    }
  }

  private static Optional<List<String>> textsOf(Object value) {
    boolean isValid =
        value instanceof List<?> list
            && !list.isEmpty()
            && list.stream().allMatch(it -> it instanceof String text && !text.isBlank());
    return isValid
        ? Optional.of(((List<?>) value).stream().map(it -> ((String) it).strip()).toList())
        : Optional.empty();
  }

  private static boolean isScalar(Object value) {
    return value instanceof String || value instanceof Boolean || value instanceof JsonTree.Numeral;
  }
}
