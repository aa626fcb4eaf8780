package dev.acstoken.emulator;

import static java.util.stream.Collectors.joining;

import dev.acstoken.emulator.server.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends the result of an authorization request to the app, by way of the browser. */
final class AuthorizationResponse {

  private AuthorizationResponse() {}

  static Response of(AuthorizationRequest request, Map<String, String> result) {
    Map<String, String> fields = new LinkedHashMap<>(result);
    if (!request.state().isEmpty()) {
      fields.put("state", request.state());
    }
    String uri = request.redirectUri();
    return switch (request.responseMode()) {
      case "form_post" -> form(uri, fields);
      case "fragment" -> redirect(uri + "#" + encoded(fields));
      default -> redirect(uri + (uri.contains("?") ? "&" : "?") + encoded(fields));
    };
  }

  private static Response redirect(String location) {
    return new Response(302, "", "").withHeader("Location", location);
  }

  /** Returns a page with a form that the browser sends without the user. */
  private static Response form(String action, Map<String, String> fields) {
    String inputs =
        fields.entrySet().stream()
            .map(
                it ->
                    "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
                        .formatted(escaped(it.getKey()), escaped(it.getValue())))
            .collect(joining("\n"));
    return new Response(
        200,
        "text/html; charset=utf-8",
        """
        <!DOCTYPE html>
        <title>Signing in</title>
        <body onload="document.forms[0].submit()">
        <form method="post" action="%s">
        %s
        <noscript><button>Continue</button></noscript>
        </form>
        """
            .formatted(escaped(action), inputs));
  }

  private static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(joining("&"));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
