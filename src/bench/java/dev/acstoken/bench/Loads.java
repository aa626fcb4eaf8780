package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs loads in a separate process, so that its CPU time and allocation are those of the load. Each
 * line of input names a way, a number of callers and seconds. The program prints one line with the
 * result.
 */
final class Loads {

  private Loads() {}

  public static void main(String[] args) throws Exception {
    Map<Way, Callable<?>> calls = new EnumMap<>(Way.class);
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      Way way = Way.valueOf(words[0]);
      Callable<?> call = calls.containsKey(way) ? calls.get(way) : way.create();
      calls.put(way, call);
      int callers = Integer.parseInt(words[1]);
      System.out.println(Load.run(callers, Double.parseDouble(words[2]), call).toLine());
    }
  }
}
