package dev.acstoken.concurrent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A bounded, thread-safe map that evicts the least recently used entry. */
public final class LruCache<K, V> {

  private final Map<K, V> entries;

  /**
   * Creates an empty cache.
   *
   * @param maxEntries the greatest number of entries that the cache holds
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

  /** Returns the value of the key. If there is none, computes and stores it first. */
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
