package dev.acstoken.mappings.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRecordReaderTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-29T12:00:00Z"));
  private static final String ID =
      "8:acs:11111111-2222-3333-4444-555555555555_0000000a-aaaa-bbbb-cccc-dddddddddddd";
  private static final String HEADER =
      "issuer,userId,communicationUserId,createdOn,scopes,blocked\n";

  @TempDir private Path folder;

  @Test
  void aLineHasAllThatIsKnownAboutAUser() throws IOException {
    assertEquals(
        List.of(
            valid(
                2,
                "https://issuer.example",
                "ada",
                Optional.of(ID),
                Optional.of("2024-05-31T12:00:00Z"),
                Optional.of(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP_JOIN))),
            valid(
                3, "alias", "bob", Optional.empty(), Optional.empty(), Optional.of(ScopeSet.NONE)),
            valid(4, "alias", "eve", Optional.of(ID), Optional.empty(), Optional.empty())),
        csv(
            HEADER
                + "https://issuer.example,ada,"
                + ID
                + ",2024-05-31T14:00:00+02:00,chat voip.join,false\n"
                + "alias,bob,,,,true\n"
                + "alias,eve,"
                + ID
                + ",,,\n"));
  }

  @Test
  void jsonHasTheSameNames() throws IOException {
    assertEquals(
        List.of(
            valid(
                1,
                "https://issuer.example",
                "ada",
                Optional.of(ID),
                Optional.of("2024-05-31T12:00:00.123Z"),
                Optional.of(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP_JOIN))),
            valid(2, "a", "b", Optional.empty(), Optional.empty(), Optional.of(ScopeSet.NONE)),
            valid(
                3,
                "a",
                "b",
                Optional.empty(),
                Optional.empty(),
                Optional.of(ScopeSet.of(TokenScope.CHAT)))),
        json(
            """
            {"userId":"ada","issuer":"https://issuer.example","communicationUserId":"%s","createdOn":"2024-05-31T12:00:00.123456Z","scopes":["chat","voip.join"]}
            {"issuer":"a","userId":"b","communicationUserId":null,"blocked":true}
            {"issuer":"a","userId":"b","scopes":"chat","blocked":false}
            """
                .formatted(ID)));
  }

  @ParameterizedTest
  @EnumSource(FileFormat.class)
  void whatIsWrittenIsReadAgain(FileFormat format) throws IOException {
    List<Line> lines =
        List.of(
            valid(
                1,
                "https://issuer.example/a,b",
                " \"ada\", Lovelace \u00e9\ud83d\ude00;=1",
                Optional.of(ID),
                Optional.of("2024-05-31T12:00:00.120Z"),
                Optional.of(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP_JOIN))),
            valid(2, "a", "b", Optional.empty(), Optional.empty(), Optional.of(ScopeSet.NONE)),
            valid(3, "a", "null", Optional.of(ID), Optional.empty(), Optional.empty()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (UserRecordWriter writer = UserRecordWriter.to(out, format)) {
      for (Line line : lines) {
        writer.write(((Line.Valid) line).user());
      }
    }

    List<Line> read = read(out.toByteArray(), format == FileFormat.CSV ? "file.csv" : "file.jsonl");

    assertEquals(
        lines.stream().map(line -> ((Line.Valid) line).user()).toList(),
        read.stream().map(line -> ((Line.Valid) line).user()).toList());
  }

  @Test
  void columnsComeInAnyOrderAndMayBeMissing() throws IOException {
    assertEquals(
        List.of(valid(2, "a", "b", Optional.of(ID), Optional.empty(), Optional.empty())),
        csv("communicationUserId,userId,issuer\n" + ID + ",b,a\n"));
  }

  @Test
  void aByteOrderMarkCarriageReturnsQuotesAndEmptyLinesAreAccepted() throws IOException {
    assertEquals(
        List.of(valid(4, "a", "b \"c\", d", Optional.of(ID), Optional.empty(), Optional.empty())),
        csv(
            "\ufeff\r\n\"issuer\",\"userId\",\"communicationUserId\"\r\n  \r\na,\"b \"\"c\"\", d\","
                + ID
                + "\r\n\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issuer,userId,name|The column \"name\" is unknown.",
        "issuer;userId|The column \"issuer;userId\" is unknown.",
        "issuer,userId,UserId|The column \"UserId\" is unknown.",
        "issuer,userId,userId|The column \"userId\" is repeated.",
        "issuer,communicationUserId|The column \"userId\" is missing.",
        "userId|The column \"issuer\" is missing.",
        "issuer,\"userId|The header cannot be read. A quotation mark is missing."
      })
  void aHeaderWithOtherColumnsRefusesTheFile(String header, String message) {
    FileRefusedException refused =
        assertThrows(FileRefusedException.class, () -> csv(header + "\na,b\n"));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(message), "" + refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "issuer,userId"})
  void aFileWithoutAHeaderIsRefused(String text) {
    assertThrows(FileRefusedException.class, () -> csv(text));
  }

  @Test
  void aFileInUtf16IsRefused() {
    String text = HEADER + "a,b," + ID + ",,,\n";

    assertThrows(FileRefusedException.class, () -> read(text.getBytes(UTF_16), "file.csv"));
    assertThrows(FileRefusedException.class, () -> read(text.getBytes(UTF_16LE), "file.csv"));
    assertThrows(FileRefusedException.class, () -> read("{}\n".getBytes(UTF_16LE), "file.jsonl"));
  }

  @Test
  void aFileWithAnotherEndingIsRefused() {
    assertThrows(FileRefusedException.class, () -> read(new byte[0], "file.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        ",b,ID,,,|issuer is missing.",
        "a,,ID,,,|userId is missing.",
        "a#guests,b,ID,,,|issuer contains a #.",
        "\" a\",b,ID,,,|issuer is too long, contains control characters or is surrounded by spaces.",
        "a,\" \",ID,,,|userId must have 1 to 256 characters",
        "a,b\tc,ID,,,|userId must have 1 to 256 characters",
        "a,LONG,ID,,,|userId must have 1 to 256 characters",
        "a,b,8:acs:someone,,,|communicationUserId must have the form",
        "a,b,ID ,,,|communicationUserId must have the form",
        "a,b,8:acs:7C5D2CF6-1ac4-4c62-9d4b-1a2b3c4d5e6f_0000001a-2b3c,,,|communicationUserId contains capital letters",
        "a,b,8:acs:7c5d2cf6-1ac4-4c62-9d4b-1a2b3c4d5e6f_0000001A-2b3c,,,|communicationUserId contains capital letters",
        "a,b,8:orgid:11111111-2222-3333-4444-555555555555,,,|communicationUserId must have the form",
        "a,b,ID,yesterday,,|createdOn must be a time",
        "a,b,ID,2024-05-31,,|createdOn must be a time",
        "a,b,ID,2026-11-29T12:00:01Z,,|createdOn must be a time",
        "a,b,ID,1601-01-01T00:00:00Z,,|createdOn must be a time",
        "a,b,,2024-05-31T12:00:00Z,chat,|createdOn is the time of an identity, which is missing.",
        "a,b,ID,,chat pstn,|scopes must be names from",
        "a,b,ID,,\"chat,voip\",|scopes must be names from",
        "a,b,ID,,,yes|blocked must be true or false.",
        "a,b,ID,,chat,true|A blocked user has no scopes",
        "a,b,,,,|The line has neither an identity nor an access policy.",
        "a,b,,,,false|The line has neither an identity nor an access policy.",
        "a,b,ID|The line has 3 values instead of 6.",
        "a,b,ID,,,,|The line has 7 values instead of 6.",
        "a,\"b,ID,,,|A quotation mark is missing.",
        "a,\"b\"c,ID,,,|The line is not CSV."
      })
  void aLineThatIsNotValidIsRejectedWithItsNumberAndReason(String line, String reason)
      throws IOException {
    String text = line.replace("ID", ID).replace("LONG", "x".repeat(257));

    assertRejected(csv(HEADER + text + "\na,b," + ID + ",,,\n"), 2, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[]|The line is not a JSON object.",
        "{|The line is not valid JSON.",
        "hello|The line is not valid JSON.",
        "{\"issuer\":\"a\",\"userId\":\"b\",\"blocked\":true}{}|The line has more than one JSON object.",
        "{\"issuer\":\"a\",\"userId\":\"b\",\"blocked\":true} x|The line is not valid JSON.",
        "{\"issuer\":\"a\",\"user\":\"b\"}|The line has an unknown member.",
        "{\"issuer\":\"a\",\"issuer\":\"b\"}|issuer is repeated.",
        "{\"issuer\":\"a\",\"userId\":7,\"blocked\":true}|userId must be a text.",
        "{\"issuer\":\"a\",\"userId\":{\"x\":1},\"blocked\":true}|userId must be a text.",
        "{\"issuer\":\"a\",\"userId\":\"\\ud800\",\"blocked\":true}|userId must have",
        "{\"issuer\":\"a\",\"userId\":\"b\",\"blocked\":\"true\"}|blocked must be true or false.",
        "{\"issuer\":\"a\",\"userId\":\"b\",\"scopes\":[]}|scopes is empty.",
        "{\"issuer\":\"a\",\"userId\":\"b\",\"scopes\":[1]}|scopes must be a text.",
        "{\"issuer\":\"a\",\"userId\":\"b\"}|The line has neither an identity nor an access policy."
      })
  void aJsonLineThatIsNotValidIsRejectedWithItsNumberAndReason(String line, String reason)
      throws IOException {
    assertRejected(
        json(line + "\n{\"issuer\":\"a\",\"userId\":\"b\",\"blocked\":true}\n"), 1, reason);
  }

  @Test
  void aLineInAnotherEncodingIsRejected() throws IOException {
    String line = "a,\u00e9," + ID + ",,,\n";
    byte[] text = (HEADER + line + line.replace("\u00e9", "e")).getBytes(ISO_8859_1);

    assertRejected(read(text, "file.csv"), 2, "The line is not in UTF-8.");
  }

  @Test
  void aLastLineWithoutALineEndIsRejected() throws IOException {
    List<Line> lines = csv(HEADER + "a,b," + ID + ",,,\na,c," + ID + ",,,");

    assertEquals(2, lines.size());
    assertEquals(3, lines.get(1).number());
    assertTrue(lines.get(1) instanceof Line.Rejected);
  }

  @Test
  void aLineOfOneGibibyteIsRejectedInConstantMemory() throws IOException {
    String rest = "\na,b," + ID + ",,,\n";
    try (LineReader reader =
        new LineReader(new Repeated("x".getBytes(UTF_8)[0], 1L << 30, rest.getBytes(UTF_8)))) {
      assertEquals(
          new TextLine.Rejected(1, "The line is longer than 65,536 bytes."),
          reader.read().orElseThrow());
      assertEquals(new TextLine.Decoded(2, rest.strip()), reader.read().orElseThrow());
      assertEquals(Optional.empty(), reader.read());
      assertEquals((1L << 30) + rest.length(), reader.position());
    }
  }

  @Test
  void aLineMayHave65536Bytes() throws IOException {
    byte[] longest = ("x".repeat(65_536) + "\n" + "x".repeat(65_537) + "\n").getBytes(UTF_8);
    try (LineReader reader = new LineReader(new java.io.ByteArrayInputStream(longest))) {
      assertTrue(reader.read().orElseThrow() instanceof TextLine.Decoded);
      assertTrue(reader.read().orElseThrow() instanceof TextLine.Rejected);
    }
  }

  private static void assertRejected(List<Line> lines, long number, String reason) {
    assertEquals(2, lines.size(), "the next line is read");
    assertTrue(lines.get(0) instanceof Line.Rejected, "" + lines);
    Line.Rejected rejected = (Line.Rejected) lines.get(0);
    assertEquals(number, rejected.number());
    assertTrue(rejected.reason().startsWith(reason), rejected.reason());
    assertTrue(lines.get(1) instanceof Line.Valid, "" + lines.get(1));
  }

  private List<Line> csv(String text) throws IOException {
    return read(text.getBytes(UTF_8), "file.csv");
  }

  private List<Line> json(String text) throws IOException {
    return read(text.getBytes(UTF_8), "file.jsonl");
  }

  private List<Line> read(byte[] bytes, String name) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    List<Line> lines = new ArrayList<>();
    try (UserRecordReader reader = UserRecordReader.open(file, CLOCK)) {
      for (Optional<Line> line = reader.read(); line.isPresent(); line = reader.read()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private static Line valid(
      long number,
      String issuer,
      String id,
      Optional<String> identity,
      Optional<String> createdOn,
      Optional<ScopeSet> scopes) {
    return new Line.Valid(
        number,
        new UserRecord(
            new User(issuer, id),
            identity.map(CommunicationUserId::new),
            createdOn.map(Instant::parse),
            scopes.map(AccessPolicy.Custom::new)));
  }

  /** Many times the same byte, and then some others. */
  private static final class Repeated extends InputStream {

    private final byte repeated;
    private final byte[] rest;
    private long left;
    private int next;

    Repeated(byte repeated, long times, byte[] rest) {
      this.repeated = repeated;
      this.left = times;
      this.rest = rest;
    }

    @Override
    public int read() {
      if (left > 0) {
        left--;
        return repeated;
      }
      return next < rest.length ? rest[next++] : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(left, length);
      if (count == 0) {
        int single = read();
        bytes[offset] = (byte) single;
        return single < 0 ? -1 : 1;
      }
      Arrays.fill(bytes, offset, offset + count, repeated);
      left -= count;
      return count;
    }
  }
}
