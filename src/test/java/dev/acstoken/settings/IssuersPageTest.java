package dev.acstoken.settings;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Verifies that docs/reference/issuers.md describes exactly what is read. */
class IssuersPageTest {

  private static final Pattern EXAMPLE = Pattern.compile("(?s)```json\n(.*?)```");
  private static final Pattern MEMBER = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern CONDITION = Pattern.compile("(?m)^\\| `\"(\\w+)\": ");

  private final String page;

  IssuersPageTest() throws IOException {
    page = Files.readString(Path.of("docs", "reference", "issuers.md"));
  }

  @Test
  void everyExampleIsAccepted() {
    var examples = EXAMPLE.matcher(page).results().map(it -> it.group(1)).toList();

    assertTrue(examples.size() >= 3, examples::toString);
    for (String example : examples) {
      assertEquals(List.of(), problemsOf(example), example);
    }
  }

  @Test
  void thePageNamesEveryMember() {
    assertEquals(knownMembers("[{'unknown': 1}]"), names(MEMBER));
  }

  @Test
  void thePageNamesEveryCondition() {
    var known = knownMembers("[{'requiredClaims': [{'unknown': 1}]}]");
    known.remove("claim");

    assertEquals(known, names(CONDITION));
  }

  private Set<String> names(Pattern pattern) {
    return pattern
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> knownMembers(String json) {
    String list =
        problemsOf(json.replace('\'', '"')).stream()
            .flatMap(it -> Pattern.compile("The known ones are: (.*)\\.").matcher(it).results())
            .map(MatchResult::group)
            .map(it -> it.substring(it.indexOf(':') + 2, it.length() - 1))
            .findFirst()
            .orElseThrow();
    return new TreeSet<>(List.of(list.split(", ")));
  }

  private static List<String> problemsOf(String json) {
    var problems = new ArrayList<String>();
    var unused = new TrustedIssuersReader(problems::add).read(json);
    return problems;
  }
}
