package dev.acstoken.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that each section of the guide to sign-in says all that its reader needs. */
class SignInGuideTest {

  private static final SignInGuide GUIDE = SignInGuide.read();

  @ParameterizedTest
  @MethodSource("headings")
  void aSectionSaysAllThatItsReaderNeeds(String heading) {
    for (String label : new String[] {"Token", "Admin role", "Checked"}) {
      assertFalse(GUIDE.section(heading).labelled(label).isEmpty(), label);
    }
  }

  @ParameterizedTest
  @MethodSource("headings")
  void aSectionNamesTwoMistakes(String heading) {
    var mistakes =
        GUIDE
            .section(heading)
            .labelled("Mistakes")
            .lines()
            .filter(it -> it.startsWith("- "))
            .toList();

    assertTrue(mistakes.size() >= 2, mistakes::toString);
  }

  @Test
  void theIndexLinksEachProvider() throws IOException {
    Set<String> providers = new TreeSet<>();
    for (Path file : SignInGuide.pages()) {
      for (String heading : Page.read(file).headings()) {
        String[] path = heading.split(" / ", -1);
        if (GUIDE.headings().contains(path[path.length - 1])) {
          String anchor = IdGenerator.builder().build().generateId(path[1]);
          providers.add(file.getFileName() + "#" + anchor);
        }
      }
    }

    var linked = new TreeSet<>(Page.read(SignInGuide.INDEX).links());
    linked.retainAll(providers);
    assertEquals(providers, linked);
  }

  static Iterable<String> headings() {
    return GUIDE.headings();
  }
}
