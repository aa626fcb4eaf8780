package dev.acstoken.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line that a page shows to be typed into a shell. It must mean the same in POSIX shells, in
 * Windows PowerShell 5.1 and in PowerShell 7.
 *
 * <p>The rules follow PowerShell's {@code about_Parsing}, {@code about_Operators} and {@code
 * about_Aliases}, and PowerShell/PowerShell#6291 for arguments with a dot and #1995 for double
 * quotes.
 *
 * @param bare the line without comments, with {@link #QUOTED} in place of each quoted text
 * @param quoted the quoted texts, with their quotes
 */
record CommandLine(String bare, List<String> quoted) {

  private static final String QUOTED = "\0";

  private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]+>");

  /** Programs that every reader of the pages can have, with the same arguments on every system. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "aws",
          "az",
          "azd",
          "bicep",
          "cd",
          "docker",
          "dotnet",
          "func",
          "gcloud",
          "gh",
          "git",
          "gradle",
          "jar",
          "java",
          "javac",
          "jcmd",
          "jshell",
          "keytool",
          "kubectl",
          "mvn",
          "mvnDebug",
          "node",
          "npm",
          "npx",
          "pwsh",
          "swift",
          "terraform",
          "uaac");

  /** Programs that a batch file starts on Windows, so that cmd.exe reads their arguments, too. */
  private static final Set<String> BATCH_FILES =
      Set.of("az", "func", "gcloud", "mvn", "mvnDebug", "npm", "npx");

  private static final Pattern SPECIAL_IN_BATCH_FILES = Pattern.compile("[&|<>^%]");

  private static final Pattern SHELL = Pattern.compile("^(?:sh|bash|zsh)\\s");

  private static final Pattern FOREIGN_ALIAS = Pattern.compile("^(?:curl|wget)\\s");

  private static final Pattern COMMON_ALIAS =
      Pattern.compile("^(?:cat|cp|diff|echo|kill|ls|mkdir|mv|ps|rm|rmdir|sleep|sort|tee)\\s");

  private static final Pattern UNIX_ONLY =
      Pattern.compile(
          "^(?:apt|apt-get|awk|base64|brew|chmod|env|grep|head|jq|kcadm\\.sh|make|nohup|openssl"
              + "|printf|sed|sudo|tail|time|touch|tr|which|xargs)\\s");

  private static final Pattern SCRIPT =
      Pattern.compile("^(?:\\.{1,2}/\\S+|(?:[\\w.-]+/)*[\\w-]+\\.(?:sh|ps1|cmd|bat))(?:\\s|$)");

  private static final Pattern SETS_VARIABLE =
      Pattern.compile(
          "^(?:\\w+=\\$.*|\\$[\\w:]+\\s*=.*|export\\s.*|source\\s.*|unset\\s.*|set\\s+[-+].*|\\.\\s.*"
              + "|[A-Z_]+=\\S*\\s+(?:curl|sh|"
              + String.join("|", PROGRAMS)
              + ")\\s.*)");

  private static final Pattern CONTROL =
      Pattern.compile("^(?:for|if|until|while)\\s.*;\\s*(?:do|then)(?:\\s|$)");

  private static final Map<Pattern, String> RULES = rules();

  private static Map<Pattern, String> rules() {
    Map<Pattern, String> rules = new LinkedHashMap<>();
    rules.put(SETS_VARIABLE, "sets a variable, which each shell does in its own way");
    rules.put(CONTROL, "has a statement of POSIX shells");
    rules.put(FOREIGN_ALIAS, "starts Invoke-WebRequest in Windows PowerShell");
    rules.put(UNIX_ONLY, "starts a program that Windows does not have");
    rules.put(
        SCRIPT, "starts a script by its name, which Windows cannot, nor a file without x bit");
    rules.put(
        Pattern.compile(COMMON_ALIAS.pattern() + "(?:.*\\s)?-"),
        "has an option that PowerShell's alias does not have");
    rules.put(Pattern.compile("&&|\\|\\|"), "chains commands, which needs PowerShell 7");
    rules.put(Pattern.compile("(?<![&])&(?!&)|(?<!\\|)\\|(?!\\|)|;"), "joins two commands");
    rules.put(Pattern.compile("[\\\\`]$"), "continues in the next line");
    rules.put(Pattern.compile("[\\\\`](?!$)"), "has an escape of one shell");
    rules.put(Pattern.compile("\\$"), "expands a variable, which each shell names in its own way");
    rules.put(
        Pattern.compile("(?:^|\\s)-[A-Za-z?][^\\s\0:]*[.]"),
        "has an argument that PowerShell splits at the dot: quote it");
    rules.put(
        Pattern.compile(","), "has a comma, which makes two arguments in PowerShell: quote it");
    rules.put(Pattern.compile("(?:^|\\s)@"), "has a @, which PowerShell expands: quote it");
    rules.put(Pattern.compile("#"), "has a #, which can begin a comment: quote it");
    rules.put(Pattern.compile("[{}()]"), "has braces, which shells read as code: quote them");
    rules.put(Pattern.compile("[<>]"), "redirects, which shells do differently");
    rules.put(Pattern.compile("[*?\\[\\]]"), "has a wildcard, which only some shells expand");
    rules.put(Pattern.compile("(?:^|\\s)~"), "has a ~, which only some shells expand");
    rules.put(Pattern.compile("/(?:dev|proc|tmp)/"), "names a path that Windows does not have");
    return rules;
  }

  CommandLine {
    quoted = List.copyOf(quoted);
  }

  /** Reads a line. A placeholder such as {@code <tenant id>} stands for one word. */
  static CommandLine parse(String text) {
    String line = PLACEHOLDER.matcher(text.strip()).replaceAll("X");
    var bare = new StringBuilder();
    List<String> quoted = new ArrayList<>();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\'' || c == '"') {
        int end = endOfQuote(line, i);
        quoted.add(line.substring(i, end));
        bare.append(QUOTED);
        i = end - 1;
      } else if (c == '#' && (i == 0 || line.charAt(i - 1) == ' ')) {
        break;
      } else {
        bare.append(c);
      }
    }
    return new CommandLine(bare.toString().strip(), quoted);
  }

  /** Returns whether somebody would type this, rather than read it. */
  boolean isCommand() {
    return startsProgram()
        || startsShell()
        || Stream.of(SETS_VARIABLE, CONTROL, FOREIGN_ALIAS, COMMON_ALIAS, UNIX_ONLY, SCRIPT)
            .anyMatch(it -> it.matcher(bare).find());
  }

  /** Returns whether a POSIX shell is started, which Windows has only as an addition. */
  boolean startsShell() {
    return SHELL.matcher(bare).find();
  }

  /** Returns the reasons why the line does not mean the same in every shell. */
  List<String> faults() {
    return Stream.concat(
            RULES.entrySet().stream()
                .filter(rule -> rule.getKey().matcher(bare).find())
                .map(Map.Entry::getValue),
            argumentFaults().stream())
        .toList();
  }

  /** Returns the reasons why a program gets other arguments from Windows PowerShell. */
  List<String> argumentFaults() {
    List<String> faults = new ArrayList<>();
    for (String text : quoted) {
      if (text.length() < 2 || text.charAt(0) != text.charAt(text.length() - 1)) {
        faults.add("has a quoted text that ends in another line");
      } else {
        String content = text.substring(1, text.length() - 1);
        if (content.isEmpty()) {
          faults.add("has an empty argument, which Windows PowerShell 5.1 leaves out");
        }
        if (content.contains("\"")) {
          faults.add("has double quotes in an argument, which Windows PowerShell 5.1 leaves out");
        }
        if (text.startsWith("\"") && content.matches("(?s).*[$`].*")) {
          faults.add("expands a variable in a quoted text");
        }
        if (BATCH_FILES.contains(firstWord()) && SPECIAL_IN_BATCH_FILES.matcher(content).find()) {
          faults.add("has a character that the batch file of " + firstWord() + " misreads");
        }
      }
    }
    return faults;
  }

  private boolean startsProgram() {
    return PROGRAMS.contains(firstWord()) && bare.contains(" ");
  }

  private String firstWord() {
    return bare.replaceFirst("^[(!]\\s*", "").split("\\s", 2)[0];
  }

  /** Returns the place behind the closing quote, or the end of the line. */
  private static int endOfQuote(String line, int start) {
    char quote = line.charAt(start);
    for (int i = start + 1; i < line.length(); i++) {
      if (line.charAt(i) == '\\' && quote == '"') {
        i++;
      } else if (line.charAt(i) == quote) {
        return i + 1;
      }
    }
    return line.length();
  }
}
