package dev.acstoken.modelcheck;

import java.util.ArrayList;
import java.util.List;

/** The choices of a number of operations, in which an operation may occur more than once. */
final class Combinations {

  private Combinations() {}

  /** Returns each choice once, in the order of the operations. */
  static <O extends Enum<O>> List<List<O>> of(List<O> operations, int size) {
    List<List<O>> chosen = List.of(List.of());
    for (int i = 0; i < size; i++) {
      List<List<O>> longer = new ArrayList<>();
      for (List<O> shorter : chosen) {
        for (O operation : operations) {
          if (shorter.isEmpty() || shorter.get(shorter.size() - 1).compareTo(operation) <= 0) {
            List<O> more = new ArrayList<>(shorter);
            more.add(operation);
            longer.add(List.copyOf(more));
          }
        }
      }
      chosen = longer;
    }
    return chosen;
  }
}
