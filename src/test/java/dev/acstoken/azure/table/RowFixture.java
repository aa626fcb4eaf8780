package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads table rows from JSON files, as a version of this service writes them. */
public final class RowFixture {

  private RowFixture() {}

  /** Returns the rows of a resource, with times of the type that the table client returns. */
  public static List<Map<String, Object>> read(String resource) {
    try (InputStream file = Objects.requireNonNull(RowFixture.class.getResourceAsStream(resource));
        JsonReader json = JsonProviders.createReader(file)) {
      return ((List<?>) Objects.requireNonNull(json.readUntyped()))
          .stream().map(row -> columns((Map<?, ?>) row)).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> columns(Map<?, ?> row) {
    Map<String, Object> columns = new TreeMap<>();
    row.forEach((column, value) -> columns.put((String) column, value));
    columns.replaceAll((column, value) -> column.endsWith("On") ? time(value) : value);
    return columns;
  }

  private static Object time(Object value) {
    try {
      return OffsetDateTime.parse((String) value);
    } catch (DateTimeException e) {
      return value;
    }
  }

  public static TableEntity entity(Map<String, Object> row) {
    TableEntity entity =
        new TableEntity((String) row.get("PartitionKey"), (String) row.get("RowKey"));
    row.forEach(entity::addProperty);
    return entity;
  }

  /** Returns the columns of a stored row without those that Table Storage adds. */
  public static Map<String, Object> stored(TableEntity entity) {
    Map<String, Object> columns = new TreeMap<>(entity.getProperties());
    columns.keySet().removeIf(column -> column.equals("Timestamp") || column.contains("odata."));
    return columns;
  }
}
