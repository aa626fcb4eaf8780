package dev.acstoken.mappings.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the values of lines of a CSV file. A value cannot contain a line break. */
final class CsvLines {

  private static final Set<Field> REQUIRED = EnumSet.of(Field.ISSUER, Field.USER_ID);

  private final List<Field> columns;

  /**
   * Creates lines with the columns that a header names.
   *
   * @throws FileRefusedException if a column is unknown, missing or repeated
   */
  CsvLines(String header) {
    columns = new ArrayList<>();
    for (String name : names(header)) {
      Field column = Field.of(name).orElseThrow(() -> refused(name, "is unknown"));
      if (columns.contains(column)) {
        throw refused(name, "is repeated");
      }
      columns.add(column);
    }
    for (Field column : REQUIRED) {
      if (!columns.contains(column)) {
        throw refused(column.toString(), "is missing");
      }
    }
  }

  private static List<String> names(String header) {
    try {
      return split(header);
    } catch (RejectedLineException e) {
      throw new FileRefusedException("The header cannot be read. " + e.reason());
    }
  }

  private static FileRefusedException refused(String column, String problem) {
    return new FileRefusedException(
        "The column \"%s\" %s. The first line must name columns from this list, separated by commas: %s."
            .formatted(shortened(column), problem, Field.NAMES));
  }

  private static String shortened(String name) {
    return name.length() > 100 ? name.substring(0, 100) + "…" : name;
  }

  /**
   * Returns the values of a line.
   *
   * @throws RejectedLineException if the line does not fit the columns
   */
  Map<Field, String> read(String line) {
    List<String> values = split(line);
    if (values.size() != columns.size()) {
      throw new RejectedLineException(
          "The line has %d values instead of %d.".formatted(values.size(), columns.size()));
    }
    Map<Field, String> fields = new EnumMap<>(Field.class);
    for (int i = 0; i < columns.size(); i++) {
      fields.put(columns.get(i), values.get(i));
    }
    return fields;
  }

  private static List<String> split(String line) {
    // The library accepts a quote that is not closed before the end.
    if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
      throw new RejectedLineException(
          "A quotation mark is missing. A value cannot contain a line break.");
    }
    try {
      return CsvReader.builder().ofSingleCsvRecord(line).getFields();
    } catch (CsvParseException e) {
      throw new RejectedLineException("The line is not CSV.");
    }
  }
}
