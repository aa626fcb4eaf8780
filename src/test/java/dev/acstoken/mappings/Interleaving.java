package dev.acstoken.mappings;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Lets something happen to the table just before a request of the program. */
final class Interleaving implements HttpPipelinePolicy {

  private static final Pattern ROW = Pattern.compile("RowKey(?:='|\":\")([\\w-]+)");

  private final Map<String, Queue<Runnable>> actions = new HashMap<>();

  /**
   * Adds an action before a request, which happens once.
   *
   * @param request the method and the key of the row, such as {@code GET user}
   */
  synchronized void before(String request, Runnable action) {
    actions.computeIfAbsent(request, any -> new ArrayDeque<>()).add(action);
  }

  private synchronized Runnable next(String request) {
    Runnable action = actions.getOrDefault(request, new ArrayDeque<>()).poll();
    return action == null ? () -> {} : action;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    Runnable action = next(describe(context.getHttpRequest()));
    return Mono.fromRunnable(action)
        .subscribeOn(Schedulers.boundedElastic())
        .then(Mono.defer(next::process));
  }

  private static String describe(HttpRequest request) {
    String text =
        request.getHttpMethod() == HttpMethod.POST
            ? request.getBodyAsBinaryData().toString()
            : request.getUrl().getPath();
    var row = ROW.matcher(text);
    return request.getHttpMethod() + " " + (row.find() ? row.group(1) : "");
  }
}
