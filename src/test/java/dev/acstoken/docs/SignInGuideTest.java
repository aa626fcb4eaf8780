package dev.acstoken.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  static Iterable<String> headings() {
    return GUIDE.headings();
  }
}
