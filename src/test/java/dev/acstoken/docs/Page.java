package dev.acstoken.docs;

import static java.util.stream.Collectors.toSet;

import dev.acstoken.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A Markdown page of the project.
 *
 * @param path the page's path, relative to the project
 * @param links the destinations of the links and images
 * @param headings the headings, each after the headings above it
 * @param anchors the ids that GitHub gives to the headings
 */
record Page(Path path, List<String> links, List<String> headings, Set<String> anchors) {

  private static final Parser PARSER = Parser.builder().build();
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  /** Reads every page of the project. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : ProjectFiles.all()) {
      if (file.toString().endsWith(".md")) {
        pages.add(read(file));
      }
    }
    return pages;
  }

  static Page read(Path path) throws IOException {
    Node document = PARSER.parse(Files.readString(path));
    IdGenerator ids = IdGenerator.builder().build();
    List<String> links = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    List<String> current = new ArrayList<>();
    List<String> anchors = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            links.add(image.getDestination());
          }

          @Override
          public void visit(Heading heading) {
            String text = TEXT.render(heading);
            current
                .subList(Math.min(heading.getLevel() - 1, current.size()), current.size())
                .clear();
            current.add(text);
            headings.add(String.join(" / ", current));
            anchors.add(ids.generateId(text));
            visitChildren(heading);
          }
        });
    return new Page(path, links, headings, anchors.stream().collect(toSet()));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
