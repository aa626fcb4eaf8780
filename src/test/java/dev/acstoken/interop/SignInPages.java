package dev.acstoken.interop;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages on which a user signs in and consents, filled in as by a browser without JavaScript. It
 * has its own cookies.
 */
final class SignInPages {

  private static final int MAX_PAGES = 20;
  private static final Pattern FORM = Pattern.compile("(?s)<form\\s([^>]*)>(.*?)</form>");
  private static final Pattern INPUT = Pattern.compile("<input\\s([^>]*)>");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  // All are sent to every path, and those for secure connections too, which browsers do on
  // loopback.
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final String user;

  SignInPages(String user) {
    this.user = user;
  }

  /** Follows the pages until they lead back to the app, and returns the code that it receives. */
  String code(URI authorization) {
    var page = send(HttpRequest.newBuilder(authorization));
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      var location = page.headers().firstValue("location");
      if (location.isEmpty()) {
        page = send(submission(page));
        continue;
      }
      URI next = page.uri().resolve(location.get());
      if (next.toString().startsWith(OpenIdClient.REDIRECT_URI)) {
        return code(next.getQuery());
      }
      page = send(HttpRequest.newBuilder(next));
    }
    throw new AssertionError("Signing in does not end. The last page:\n" + page.body());
  }

  private static String code(String query) {
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith("code=")) {
        return parameter.substring("code=".length());
      }
    }
    throw new AssertionError("The user could not sign in: " + query);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    request.header("accept", "text/html");
    if (!cookies.isEmpty()) {
      request.header("cookie", cookieHeader());
    }
    var response = OpenIdClient.send(http, request);
    response.headers().allValues("set-cookie").forEach(this::keep);
    return response;
  }

  private String cookieHeader() {
    return String.join(
        "; ", cookies.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
  }

  private void keep(String setCookie) {
    String pair = setCookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(name.length() + 1);
    if (value.isEmpty()) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }

  private HttpRequest.Builder submission(HttpResponse<String> page) {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      throw new AssertionError(page.statusCode() + " without a form:\n" + page.body());
    }
    var fields = new TreeMap<String, String>();
    INPUT
        .matcher(form.group(2))
        .results()
        .map(input -> input.group(1))
        .forEach(
            input -> {
              String name = attribute(input, "name");
              switch (attribute(input, "type")) {
                case "text" -> fields.put(name, user);
                case "password" -> fields.put(name, "secret-of-" + user);
                case "hidden" -> fields.put(name, attribute(input, "value"));
                default -> {}
              }
            });
    return HttpRequest.newBuilder(page.uri().resolve(attribute(form.group(1), "action")))
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(OpenIdClient.form(fields)));
  }

  private static String attribute(String tag, String name) {
    Matcher attribute = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(tag);
    return attribute.find() ? attribute.group(1).replace("&amp;", "&") : "";
  }
}
