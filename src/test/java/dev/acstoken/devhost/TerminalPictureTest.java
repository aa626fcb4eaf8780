package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalPictureTest {

  @Test
  void thePictureShowsTheLinesOfReadme() throws Exception {
    FirstScreen screen = FirstScreen.inReadme();
    if (System.getProperty("writePages") != null) {
      TerminalPicture.write(screen);
    }

    assertEquals(
        TerminalPicture.draw(screen.lines()),
        Files.readString(TerminalPicture.FILE),
        "draw it again: mvn test \"-Dtest=TerminalPictureTest\" -DwritePages");
    assertTrue(Files.readString(Path.of("README.md")).contains("](docs/images/terminal.svg)"));
  }

  @Test
  void signsOfMarkupAreText() {
    String picture = TerminalPicture.draw(List.of("Refused <b> & more"));

    assertTrue(picture.contains(">Refused &lt;b> &amp; more</text>"), picture);
  }
}
