package dev.acstoken;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Verifies that {@code mvn package -DskipTests}, with which azd builds the package, does only what
 * the package needs.
 */
class DeploymentBuildTest {

  /** The executions of the POM that make the package, or that run only if they are named. */
  private static final Set<String> KEPT =
      Set.of(
          "enforce",
          "stage-functions",
          "merge-staged-libraries",
          "unstage",
          "local-settings",
          "emulators",
          "walkthrough",
          "mappings");

  /** The executions that Maven itself binds, and that need the tests or their dependencies. */
  private static final Set<String> OF_THE_LIFECYCLE =
      Set.of("default-testResources", "default-testCompile", "default-test");

  private static final String PROFILE = "/project/profiles/profile[id='package-only']";

  private static Document pom;

  @BeforeAll
  static void readPom() throws Exception {
    pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
  }

  @Test
  void thePropertyThatAzdSetsActivatesTheProfile() throws Exception {
    assertEquals(List.of("skipTests"), texts(PROFILE + "/activation/property/name"));
    assertEquals(List.of("true"), texts(PROFILE + "/activation/property/value"));
  }

  @Test
  void everyExecutionIsNeededForThePackageOrUnbound() throws Exception {
    Set<String> expected =
        Stream.concat(executions("/project/build").stream(), OF_THE_LIFECYCLE.stream())
            .filter(id -> !KEPT.contains(id))
            .collect(toCollection(TreeSet::new));

    assertEquals(expected, executions(PROFILE + "/build"));
    assertEquals(Set.of("none"), Set.copyOf(texts(PROFILE + "//execution/phase")));
    assertEquals(expected.size(), texts(PROFILE + "//execution/phase").size());
  }

  @Test
  void onlyTheLintersAreMissingFromTheCompilersArguments() throws Exception {
    String compiler = "/build/plugins/plugin[artifactId='maven-compiler-plugin']/configuration";

    assertEquals(
        texts("/project" + compiler + "/compilerArgs/arg").stream()
            .filter(
                arg -> !arg.matches("(-Xlint|-Werror|-XDcompilePolicy|--should-stop|-Xplugin).*"))
            .toList(),
        texts(PROFILE + compiler + "/compilerArgs/arg"));
    assertEquals(List.of(), texts(PROFILE + compiler + "/annotationProcessorPaths/path"));
    assertEquals(
        List.of("override", "override"),
        texts(PROFILE + compiler + "/*/@*[name()='combine.self']"));
  }

  /** Returns the ids of the executions; one without an id is {@code default}, as Maven calls it. */
  private static Set<String> executions(String build) throws XPathExpressionException {
    Set<String> ids = new TreeSet<>(texts(build + "/plugins/plugin/executions/execution/id"));
    if (!texts(build + "/plugins/plugin/executions/execution[not(id)]").isEmpty()) {
      ids.add("default");
    }
    return ids;
  }

  private static List<String> texts(String path) throws XPathExpressionException {
    var nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }
}
