package dev.acstoken.samples;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .http} file as the REST clients of editors read it: {@code @name = value}, requests
 * separated by {@code ###}, and named requests whose responses later requests use.
 */
final class RequestsFile {

  private static final Pattern VARIABLE = Pattern.compile("(?m)^@(\\w+) = (.*)$");
  private static final Pattern REQUEST_NAME = Pattern.compile("(?m)^# @name (\\w+)$");
  private static final Pattern USE =
      Pattern.compile("\\{\\{(\\w+)(?:\\.response\\.body\\.(\\*|\\$[\\w.]+))?}}");

  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> requests = new ArrayList<>();

  RequestsFile(String text) {
    String[] parts = text.split("(?m)^###.*$");
    VARIABLE.matcher(parts[0]).results().forEach(it -> set(it.group(1), it.group(2)));
    requests.addAll(List.of(parts).subList(1, parts.length));
  }

  /** A request with its variables filled in. */
  record Request(
      Optional<String> name, String method, String url, Map<String, String> headers, String body) {}

  int size() {
    return requests.size();
  }

  /** Sets a variable or the response of a named request. */
  void set(String name, String value) {
    variables.put(name, value);
  }

  Request request(int index) {
    String source = requests.get(index);
    Optional<String> name =
        REQUEST_NAME.matcher(source).results().map(it -> it.group(1)).findFirst();
    String text = USE.matcher(source.replaceAll("(?m)^#.*\n", "")).replaceAll(this::value).strip();
    String[] headAndBody = text.split("\n\n", 2);
    String[] lines = headAndBody[0].split("\n", -1);
    String[] start = lines[0].split(" ", 2);
    Map<String, String> headers = new TreeMap<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      String[] header = line.split(": ", 2);
      headers.put(header[0], header[1]);
    }
    return new Request(
        name, start[0], start[1], headers, headAndBody.length == 1 ? "" : headAndBody[1]);
  }

  private String value(MatchResult use) {
    String value = variables.get(use.group(1));
    if (value == null) {
      throw new AssertionError("Nothing sets " + use.group());
    }
    String path = use.group(2);
    boolean isWhole = path == null || path.equals("*");
    return Matcher.quoteReplacement(isWhole ? value : field(value, path));
  }

  /** Returns the field at a path such as {@code $.user.name}. */
  private static String field(String json, String path) {
    try {
      Object found = JSONObjectUtils.parse(json);
      for (String name : path.substring(2).split("\\.", -1)) {
        found = ((Map<?, ?>) Objects.requireNonNull(found)).get(name);
      }
      return String.valueOf(found);
    } catch (ParseException e) {
      throw new AssertionError("Not JSON: " + json, e);
    }
  }
}
