package dev.acstoken.mappings.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Writes a file of mappings that {@link UserRecordReader} reads. */
public abstract sealed class UserRecordWriter implements Closeable, Flushable {

  private UserRecordWriter() {}

  /**
   * Creates a writer to a stream, which it closes at the end.
   *
   * @param out need not be buffered
   */
  public static UserRecordWriter to(OutputStream out, FileFormat format) {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    return switch (format) {
      case CSV -> new Csv(writer);
      case JSON_LINES -> new JsonLines(writer);
    };
  }

  /** Writes a line. */
  public abstract void write(UserRecord user) throws IOException;

  private static Map<Field, String> values(UserRecord user) {
    Map<Field, String> values = new EnumMap<>(Field.class);
    values.put(Field.ISSUER, user.user().issuer());
    values.put(Field.USER_ID, user.user().id());
    user.identity()
        .map(CommunicationUserId::value)
        .ifPresent(id -> values.put(Field.COMMUNICATION_USER_ID, id));
    user.createdOn().map(Instant::toString).ifPresent(time -> values.put(Field.CREATED_ON, time));
    user.policy().ifPresent(policy -> putPolicy(policy, values));
    return values;
  }

  private static void putPolicy(AccessPolicy.Custom policy, Map<Field, String> values) {
    if (policy.blocksUser()) {
      values.put(Field.BLOCKED, "true");
    } else {
      values.put(Field.SCOPES, policy.scopes().joined(" "));
    }
  }

  /** Writes CSV with a header. */
  private static final class Csv extends UserRecordWriter {

    private final CsvWriter csv;

    Csv(Writer writer) {
      csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
      var unused = csv.writeRecord(Arrays.stream(Field.values()).map(Field::toString).toList());
    }

    @Override
    public void write(UserRecord user) {
      Map<Field, String> values = values(user);
      var unused =
          csv.writeRecord(
              Arrays.stream(Field.values()).map(field -> values.getOrDefault(field, "")).toList());
    }

    @Override
    public void flush() throws IOException {
      csv.flush();
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }

  /** Writes JSON lines. */
  private static final class JsonLines extends UserRecordWriter {

    private final Writer writer;

    JsonLines(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void write(UserRecord user) throws IOException {
      StringWriter line = new StringWriter();
      try (JsonWriter json = JsonProviders.createWriter(line)) {
        json.writeStartObject();
        for (Map.Entry<Field, String> value : values(user).entrySet()) {
          if (value.getKey() == Field.BLOCKED) {
            json.writeBooleanField(value.getKey().toString(), true);
          } else {
            json.writeStringField(value.getKey().toString(), value.getValue());
          }
        }
        json.writeEndObject();
      }
      writer.append(line.getBuffer()).append('\n');
    }

    @Override
    public void flush() throws IOException {
      writer.flush();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
