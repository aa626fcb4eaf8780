package dev.acstoken.mappings;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what became of the lines of a file. */
final class ImportCounts {

  private final AtomicLong imported = new AtomicLong();
  private final AtomicLong existing = new AtomicLong();
  private final AtomicLong overwritten = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  void add(ImportOutcome outcome) {
    if (outcome instanceof ImportOutcome.Imported) {
      imported.incrementAndGet();
    } else if (outcome instanceof ImportOutcome.Existing) {
      existing.incrementAndGet();
    } else if (outcome instanceof ImportOutcome.Overwritten) {
      overwritten.incrementAndGet();
    } else {
      rejected.incrementAndGet();
    }
  }

  /** Returns the number of the lines that were added. */
  long lines() {
    return imported.get() + existing.get() + overwritten.get() + rejected.get();
  }

  /** Returns the numbers for people. */
  String text() {
    return "%,d users imported, %,d had been imported before, %,d overwritten."
        .formatted(imported.get(), existing.get(), overwritten.get());
  }
}
