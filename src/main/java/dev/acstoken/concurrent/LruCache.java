package dev.acstoken.concurrent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A bounded map that evicts the entry that was not used for longest. Safe for use by several
 * threads.
 */
public final class LruCache<K, V> {

  private final Map<K, V> entries;

  /**
   * Creates an empty cache.
   *
   * @param maxEntries how many entries it holds at most
   */
  public LruCache(int maxEntries) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > maxEntries;
          }
        };
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Returns the entry, which is computed and stored first if there is none. */
  public synchronized V computeIfAbsent(K key, Function<K, V> computation) {
    return entries.computeIfAbsent(key, computation);
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  public synchronized void evict(K key) {
    entries.remove(key);
  }
}
