package dev.acstoken.devhost;

import java.util.function.Supplier;

/** Tells the person who started a program which part of it is starting, and how long that took. */
interface Progress {
  /** Prints nothing, for tests. */
  Progress SILENT =
      new Progress() {
        @Override
        public <T> T during(String part, Supplier<T> work) {
          return work.get();
        }
      };

  /**
   * Does some work and reports it. Parts follow one another and do not contain others.
   *
   * @param part the work in a few words, such as {@code Starting Azurite}
   * @return what the work returns
   */
  <T> T during(String part, Supplier<T> work);

  /** Does some work that has no result, and reports it. */
  default void during(String part, Runnable work) {
    var unused =
        during(
            part,
            () -> {
              work.run();
              return part;
            });
  }
}
