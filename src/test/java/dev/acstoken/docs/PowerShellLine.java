package dev.acstoken.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A line of a block for PowerShell. It must work in Windows PowerShell 5.1 and PowerShell 7. */
record PowerShellLine(String text) {

  private static final Map<Pattern, String> RULES = rules();

  private static Map<Pattern, String> rules() {
    Map<Pattern, String> rules = new LinkedHashMap<>();
    rules.put(Pattern.compile("&&|\\|\\||\\?\\?"), "has an operator of PowerShell 7");
    rules.put(
        Pattern.compile(
            "-(?:SkipHttpErrorCheck|SkipCertificateCheck|Authentication|Form|Parallel|AsHashtable"
                + "|AsUTF8|StatusCodeVariable|MaximumRetryCount)\\b"),
        "has a parameter of PowerShell 7");
    rules.put(
        Pattern.compile("(?:^|[\\s|(])(?:curl|wget|iwr)\\s"),
        "starts Invoke-WebRequest by an alias");
    rules.put(
        Pattern.compile("Invoke-WebRequest(?!.*-UseBasicParsing)"),
        "prompts in Windows PowerShell 5.1: add -UseBasicParsing");
    rules.put(Pattern.compile("\\\\$"), "continues as in a POSIX shell");
    rules.put(Pattern.compile("^(?:export\\s|source\\s|\\w+=)|/dev/null"), "is for a POSIX shell");
    return rules;
  }

  /** Returns the reasons why the line does not work in both. */
  List<String> faults() {
    var line = CommandLine.parse(text);
    List<String> faults = new ArrayList<>();
    RULES.forEach(
        (rule, reason) -> {
          if (rule.matcher(line.bare()).find()) {
            faults.add(reason);
          }
        });
    var called = CommandLine.parse(text.strip().replaceFirst("^\\$[\\w:]+\\s*=\\s*", ""));
    if (called.isCommand()) {
      called.faults().stream().filter(it -> !it.startsWith("expands")).forEach(faults::add);
    }
    return faults;
  }
}
