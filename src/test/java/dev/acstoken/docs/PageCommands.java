package dev.acstoken.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/** The commands of a Markdown page. */
final class PageCommands {

  private static final Parser PARSER = Parser.builder().build();
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  private static final Set<String> POSIX = Set.of("sh", "bash", "shell", "console", "zsh");
  private static final Set<String> POWERSHELL = Set.of("powershell", "pwsh", "ps1");

  /** Windows has a POSIX shell only by one of these. */
  private static final Pattern POSIX_ON_WINDOWS = Pattern.compile("Git Bash|WSL|Cloud Shell");

  private PageCommands() {}

  /** Returns each command that does not work in every shell, with the reasons. */
  static List<String> faults(Path page) throws IOException {
    return faults(Files.readString(page));
  }

  static List<String> faults(String markdown) {
    List<String> faults = new ArrayList<>();
    for (List<Node> section : sections(PARSER.parse(markdown))) {
      boolean posixAllowed = section.stream().anyMatch(PageCommands::namesPosixOnWindows);
      for (Node node : section) {
        node.accept(new Commands(posixAllowed, faults));
      }
    }
    return faults;
  }

  private static boolean namesPosixOnWindows(Node node) {
    return POSIX_ON_WINDOWS.matcher(TEXT.render(node)).find();
  }

  /** Returns the blocks between two headings, for all headings. */
  private static List<List<Node>> sections(Node document) {
    List<List<Node>> sections = new ArrayList<>();
    sections.add(new ArrayList<>());
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading) {
        sections.add(new ArrayList<>());
      }
      sections.get(sections.size() - 1).add(node);
    }
    return sections;
  }

  /** Looks at the commands of a block. */
  private static final class Commands extends AbstractVisitor {

    private final boolean posixAllowed;
    private final List<String> faults;

    Commands(boolean posixAllowed, List<String> faults) {
      this.posixAllowed = posixAllowed;
      this.faults = faults;
    }

    @Override
    public void visit(Code code) {
      checkPortable(List.of(code.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      checkPortable(block.getLiteral().lines().toList());
    }

    @Override
    public void visit(FencedCodeBlock block) {
      List<String> lines = block.getLiteral().lines().toList();
      String language = block.getInfo();
      if (POWERSHELL.contains(language)) {
        lines.forEach(line -> report(line, new PowerShellLine(line).faults()));
      } else if (POSIX.contains(language)) {
        if (!posixAllowed && !isPowerShell(block.getNext())) {
          checkPortable(lines);
        }
      } else if (language.isEmpty()) {
        checkPortable(lines);
      }
    }

    private static boolean isPowerShell(Node node) {
      return node instanceof FencedCodeBlock block && POWERSHELL.contains(block.getInfo());
    }

    /** Lines without any command are no commands, but an example of something else. */
    private void checkPortable(List<String> lines) {
      List<CommandLine> commands = lines.stream().map(CommandLine::parse).toList();
      if (commands.stream().anyMatch(CommandLine::isCommand)) {
        for (int i = 0; i < lines.size(); i++) {
          report(lines.get(i), commands.get(i).faults());
          if (commands.get(i).startsShell() && !posixAllowed) {
            faults.add(lines.get(i) + ": say that Windows needs Git Bash for it");
          }
        }
      }
    }

    private void report(String line, List<String> reasons) {
      reasons.forEach(reason -> faults.add(line.strip() + ": " + reason));
    }
  }
}
