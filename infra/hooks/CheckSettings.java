import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * The preprovision hook of azd. It refuses variables with a misspelt name, which azd would leave
 * out without a word, and a deployment that would undo a variable of the last one. It says which
 * settings come from the shell alone.
 *
 * <p>With arguments, it checks these names instead of those in the azd environment. The pipeline
 * passes the names of the repository's variables.
 */
final class CheckSettings {

  private CheckSettings() {}

  public static void main(String... names) throws IOException {
    var project = new Project(Path.of(""));
    var check =
        names.length == 0
            ? Check.ofEnvironment(project, System.getenv())
            : Check.ofNames(project, List.of(names), Spelling::isMisspelt, "rename the other one");
    check.notes().forEach(System.out::println);
    if (!check.refusals().isEmpty()) {
      check.refusals().forEach(System.err::println);
      System.err.println("Nothing has been provisioned.");
      System.exit(1);
    }
  }
}

/** The project that azd deploys, whose root folder is the working directory of its hooks. */
record Project(Path root) {

  /** Returns the variables that {@code main.parameters.json} passes to the templates. */
  SortedSet<String> parameters() throws IOException {
    return find("[$][{]([A-Z][A-Z0-9_]*)", root.resolve("infra/main.parameters.json"));
  }

  /** Returns those of them that azd puts into the parameters file without escaping them. */
  SortedSet<String> texts() throws IOException {
    return find("[$][{]([A-Z][A-Z0-9_]*)}", root.resolve("infra/main.parameters.json"));
  }

  /** Returns the variables that a deployment writes to the azd environment. */
  SortedSet<String> outputs() throws IOException {
    return find("(?m)^output +(\\w+)", root.resolve("infra/main.bicep"));
  }

  /** Returns the variables that the hooks read. */
  SortedSet<String> hookVariables() throws IOException {
    var names = new TreeSet<String>();
    try (DirectoryStream<Path> hooks =
        Files.newDirectoryStream(root.resolve("infra/hooks"), "*.java")) {
      for (Path hook : hooks) {
        names.addAll(find("\"([A-Z]+(?:_[A-Z]+)*_SECONDS)\"", hook));
      }
    }
    return names;
  }

  /** Returns the file in which azd keeps the variables of an environment. */
  Path environment(String name) {
    return root.resolve(".azure").resolve(name).resolve(".env");
  }

  /** Returns the names of the variables in a file of an environment, without their values. */
  static SortedSet<String> names(Path environment) throws IOException {
    return Files.exists(environment)
        ? find("(?m)^\\s*(?:export\\s+)?([\\w.]+)\\s*[=:]", environment)
        : new TreeSet<>();
  }

  private static SortedSet<String> find(String name, Path file) throws IOException {
    var names = new TreeSet<String>();
    Pattern.compile(name)
        .matcher(Files.readString(file))
        .results()
        .forEach(it -> names.add(it.group(1)));
    return names;
  }
}

/**
 * The result of the check.
 *
 * @param refusals why nothing may be provisioned
 * @param notes facts that people should know and that do not stop the deployment
 */
record Check(List<String> refusals, List<String> notes) {

  /** The names that azd uses itself. */
  private static final Pattern OF_AZD = Pattern.compile("(AZURE|AZD|SERVICE)_.*");

  /** The characters that JSON escapes. */
  private static final Pattern UNESCAPED = Pattern.compile("[\"\\\\\\p{Cntrl}]");

  /** Checks the environment that is being deployed. azd passes its variables to the hook, too. */
  static Check ofEnvironment(Project project, Map<String, String> process) throws IOException {
    var environment = process.getOrDefault("AZURE_ENV_NAME", "");
    var file = project.environment(environment);
    var names = Project.names(file);
    var check = ofNames(project, names, Spelling::isLike, "delete the other one from " + file);
    project.texts().stream()
        .filter(it -> UNESCAPED.matcher(process.getOrDefault(it, "")).find())
        .map(it -> it + " has a quotation mark, a backslash or a line break, which azd breaks on.")
        .forEach(check.refusals::add);
    var isPipeline = isSet(process, "CI") || isSet(process, "TF_BUILD");
    var last = LastDeployment.find(names, process);
    var undone = new TreeMap<String, String>();
    last.ifPresent(it -> undone.putAll(it.variablesNotIn(names, process)));
    undone.keySet().retainAll(project.parameters());
    if (!undone.isEmpty()) {
      check.refusals.add(
          isPipeline ? undoneByPipeline(undone) : undoneByClone(undone, environment, file));
    }
    if (last.isEmpty() && LastDeployment.canBeRead(process)) {
      check.notes.add(
          "azd could not read the last deployment of the environment "
              + environment
              + ", and this clone has not deployed it before. If another one has, stop now and find"
              + " out why \"azd env refresh\" fails: a deployment sets back every variable that is"
              + " not set here.");
    }
    if (isPipeline) {
      return check;
    }
    project.parameters().stream()
        .filter(it -> !names.contains(it) && !OF_AZD.matcher(it).matches())
        .filter(it -> isSet(process, it))
        .map(Check::fromShell)
        .forEach(check.notes::add);
    return check;
  }

  /**
   * Checks the names of variables.
   *
   * @param isMeant whether a name was probably meant to be a known one
   * @param remedy what to do with a misspelt name, beside setting the right one
   */
  static Check ofNames(
      Project project, Collection<String> names, BiPredicate<String, String> isMeant, String remedy)
      throws IOException {
    var settable = new TreeSet<>(project.parameters());
    settable.addAll(project.hookVariables());
    var unread = new TreeSet<>(names);
    unread.removeAll(settable);
    unread.removeAll(project.outputs());
    unread.removeIf(it -> OF_AZD.matcher(it).matches());
    var check = new Check(new ArrayList<>(), new ArrayList<>());
    var unknown = new ArrayList<String>();
    for (String name : unread) {
      Spelling.closest(name, settable, isMeant)
          .ifPresentOrElse(
              it -> check.refusals.add(misspelt(name, it, remedy)), () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      check.notes.add("Nothing in this deployment reads " + String.join(", ", unknown) + ".");
    }
    return check;
  }

  static boolean isSet(Map<String, String> process, String name) {
    return !process.getOrDefault(name, "").isEmpty();
  }

  private static String misspelt(String name, String meant, String remedy) {
    return "Nothing in this deployment reads "
        + name
        + ". Set "
        + meant
        + " if you mean that, and "
        + remedy
        + ".";
  }

  private static String undoneByClone(
      SortedMap<String, String> undone, String environment, Path file) throws IOException {
    var kept = file.resolveSibling("last-deployment.env");
    Files.createDirectories(kept.getParent());
    Files.write(kept, undone.entrySet().stream().map(Check::assignment).toList());
    return undone(undone, "this clone does not have")
        + "To keep them: azd env set --file .azure/"
        + environment
        + "/"
        + kept.getFileName()
        + "\nTo set one back to its default: azd env set "
        + undone.firstKey()
        + "=";
  }

  private static String undoneByPipeline(SortedMap<String, String> undone) {
    return undone(undone, "this pipeline does not have")
        + "To keep them, give the pipeline these variables. To set some back to their defaults, run"
        + " the pipeline once with their names in the variable SET_BACK.";
  }

  private static String undone(SortedMap<String, String> undone, String lack) {
    var lines = new StringBuilder("The last deployment had variables that " + lack + ":\n");
    undone.forEach((name, value) -> lines.append("  ").append(name + "=" + value).append('\n'));
    return lines.toString();
  }

  /** Returns a line for {@code azd env set --file}, which reads single quotes as they are. */
  private static String assignment(Map.Entry<String, String> variable) {
    var value = variable.getValue();
    return variable.getKey()
        + "="
        + (value.contains("'")
            ? '"' + value.replaceAll("[\"\\\\$]", "\\\\$0") + '"'
            : "'" + value + "'");
  }

  private static String fromShell(String name) {
    return name
        + " comes from this shell, not from the azd environment, so it is deployed now and missing"
        + " in the next shell. To keep it: azd env set "
        + name
        + " <value>";
  }
}

/**
 * The last deployment of the environment, from any clone.
 *
 * @param variables the variables that it received with a value
 */
record LastDeployment(SortedMap<String, String> variables) {

  /** The output of the templates that has these variables, one {@code NAME=value} in a line. */
  private static final String OUTPUT = "DEPLOYED_VARIABLES";

  /**
   * Finds it. azd reads its outputs from Azure, because another clone or a pipeline may have
   * deployed since this clone did. If azd cannot read them, it is the last deployment of this
   * clone.
   *
   * @param names the variables of the azd environment
   * @return nothing if azd could not read them and this clone has not deployed
   */
  static Optional<LastDeployment> find(Collection<String> names, Map<String, String> process) {
    return ofAzure(process)
        .or(
            () ->
                names.contains("TOKEN_ENDPOINT_URL")
                    ? Optional.of(of(process.getOrDefault(OUTPUT, "")))
                    : Optional.empty());
  }

  /** Returns the variables that the next deployment would set back without being told to. */
  SortedMap<String, String> variablesNotIn(Collection<String> names, Map<String, String> process) {
    var missing = new TreeMap<>(variables);
    // A switch is off by default, and the workflow always sends DEPLOYER_ACCESS.
    missing.values().removeIf("false"::equalsIgnoreCase);
    missing.keySet().removeAll(names);
    missing.keySet().removeIf(it -> Check.isSet(process, it));
    missing.keySet().removeAll(List.of(process.getOrDefault("SET_BACK", "").split("[, ]+")));
    return missing;
  }

  /** Returns whether azd would read it without a prompt. */
  static boolean canBeRead(Map<String, String> process) {
    return process.containsKey("AZURE_SUBSCRIPTION_ID") && process.containsKey("AZURE_LOCATION");
  }

  private static Optional<LastDeployment> ofAzure(Map<String, String> process) {
    if (!canBeRead(process)) {
      return Optional.empty();
    }
    var environment = process.getOrDefault("AZURE_ENV_NAME", "");
    return azd("env", "refresh", environment, "--no-prompt")
        .map(
            refreshed ->
                of(azd("env", "get-value", OUTPUT, "--environment", environment).orElse("")));
  }

  private static LastDeployment of(String output) {
    var variables = new TreeMap<String, String>();
    for (String line : output.lines().toList()) {
      var end = line.indexOf('=');
      if (end > 0) {
        variables.put(line.substring(0, end), line.substring(end + 1));
      }
    }
    return new LastDeployment(variables);
  }

  /** Runs azd and returns what it printed, or nothing if it failed. */
  private static Optional<String> azd(String... arguments) {
    var command = new ArrayList<>(List.of("azd"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

/** The likeness of names. */
final class Spelling {

  private Spelling() {}

  /** Returns the known name that a name was probably meant to be. */
  static Optional<String> closest(
      String name, Collection<String> known, BiPredicate<String, String> isMeant) {
    return known.stream()
        .filter(it -> isMeant.test(name, it))
        .min(Comparator.comparingInt(it -> distance(letters(name), letters(it))));
  }

  /** Returns whether few letters differ, or whole words at one end are missing. */
  static boolean isLike(String name, String known) {
    return isMisspelt(name, known) || isPart(name, known);
  }

  /** Returns whether few letters differ. Names such as CLIENT_ID may mean something else. */
  static boolean isMisspelt(String name, String known) {
    var allowed = Math.max(2, known.length() / 4);
    return distance(letters(name), letters(known)) <= allowed;
  }

  /** Whether one of the names is the other one without its first or last words. */
  private static boolean isPart(String name, String known) {
    var shorter = name.length() < known.length() ? name : known;
    var longer = name.length() < known.length() ? known : name;
    return shorter.contains("_")
        && (longer.startsWith(shorter + "_") || longer.endsWith("_" + shorter));
  }

  private static String letters(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  /** Returns how many letters have to be inserted, deleted or replaced. */
  private static int distance(String from, String to) {
    var previous = new int[to.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      var current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
