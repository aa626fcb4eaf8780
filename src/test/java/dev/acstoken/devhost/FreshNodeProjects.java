package dev.acstoken.devhost;

import dev.acstoken.emulator.server.FolderLock;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * New projects of Node.js in {@code target/fresh}, with the packed TypeScript package installed.
 * {@code src/test/node/fresh} contains the source files that they get.
 */
public final class FreshNodeProjects {

  private static final Path SOURCES = Path.of("src", "test", "node", "fresh");
  private static final Path EXAMPLES = TypeScriptPackage.PROJECT.resolve("examples");
  private static final Path FOLDER = Path.of("target", "fresh").toAbsolutePath();

  private static final String COMPILER = "node_modules/typescript/bin/tsc";

  private final NodePackages packages;

  private FreshNodeProjects(NodePackages packages) {
    this.packages = packages;
  }

  /** Packs the TypeScript package, and installs it beside the packages of new projects. */
  public static FreshNodeProjects withThePackage() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    return new FolderLock(FOLDER.resolve("projects.lock")).run(FreshNodeProjects::install);
  }

  /**
   * Makes the web app of {@code create-vite}, builds it with the project's own commands, and
   * returns the folder of the pages.
   */
  Path builtWebApp() throws IOException, InterruptedException {
    Path app = webApp("vite", "vanilla-ts");
    copyWebApp(app.resolve("src"));
    runNpm(app, "run", "build");
    return app.resolve("dist");
  }

  /** Compiles the web app with the stricter settings that {@code create-vite} has for React. */
  public void compileWebAppAsInReact() throws IOException, InterruptedException {
    Path app = webApp("react", "react-ts");
    // The files of the template would need React.
    copyWebApp(Files.createDirectories(empty("react/src")));
    run(app, COMPILER, "--project", "tsconfig.app.json");
  }

  /** Makes a project of ES modules in TypeScript, and returns the command of its program. */
  public ProcessBuilder esm() throws IOException, InterruptedException {
    Path project = compile(SOURCES.resolve("esm"));
    return packages.script(project.resolve("main.js").toString());
  }

  /** Makes a project of CommonJS modules in JavaScript, and returns the command of its program. */
  public ProcessBuilder commonJs() throws IOException, InterruptedException {
    return packages.script(initialized(SOURCES.resolve("commonjs")).resolve("index.js").toString());
  }

  /** Makes a project of ES modules with these files in TypeScript, and returns its folder. */
  public Path compile(Path sources) throws IOException, InterruptedException {
    Path project = initialized(sources);
    runNpm(project, "pkg", "set", "type=module");
    run(project, COMPILER, "--init");
    Path settings = project.resolve("tsconfig.json");
    Files.writeString(
        settings, Files.readString(settings).replace("\"types\": []", "\"types\": [\"node\"]"));
    run(project, COMPILER);
    return project;
  }

  private static FreshNodeProjects install() throws IOException, InterruptedException {
    for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
      Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    var packages = NodePackages.of(FOLDER);
    runNpm(unbuiltPackage(), "pack", "--pack-destination", FOLDER.toString());
    runNpm(FOLDER, "install", "--no-save", "--prefer-offline", packed().toString());
    return new FreshNodeProjects(packages);
  }

  /** Copies the package as it is after {@code npm ci}, because packing must build it. */
  private static Path unbuiltPackage() throws IOException {
    Path copy = empty("package");
    Path built = TypeScriptPackage.PROJECT.resolve("dist");
    NodePackages.of(TypeScriptPackage.PROJECT);
    try (Stream<Path> files = Files.walk(TypeScriptPackage.PROJECT)) {
      for (Path file : files.filter(it -> !it.startsWith(built)).toList()) {
        Files.copy(file, copy.resolve(TypeScriptPackage.PROJECT.relativize(file)));
      }
    }
    return copy;
  }

  private static Path packed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(it -> it.toString().endsWith(".tgz"))
          .max(Comparator.comparing(it -> it.toFile().lastModified()))
          .orElseThrow();
    }
  }

  private Path webApp(String name, String template) throws IOException, InterruptedException {
    Path app = empty(name);
    run(FOLDER, "node_modules/create-vite/index.js", name, "--template", template);
    return app;
  }

  private static Path initialized(Path sources) throws IOException, InterruptedException {
    Path project = Files.createDirectories(empty(sources.getFileName().toString()));
    runNpm(project, "init", "-y");
    copy(sources, project);
    return project;
  }

  private static Path empty(String name) throws IOException {
    Path project = FOLDER.resolve(name);
    if (Files.exists(project)) {
      try (Stream<Path> files = Files.walk(project)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return project;
  }

  /** Copies the source of the web app, with the examples of the guides that it uses. */
  private static void copyWebApp(Path to) throws IOException {
    copy(SOURCES.resolve("vite/src"), to);
    for (String example : List.of("clinician.ts", "join-page.ts")) {
      Files.copy(EXAMPLES.resolve(example), to.resolve(example));
    }
  }

  private static void copy(Path folder, Path to) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void run(Path folder, String script, String... arguments) throws InterruptedException {
    ForeignProgram.run(packages.script(script, arguments).directory(folder.toFile()));
  }

  private static void runNpm(Path folder, String... arguments) throws InterruptedException {
    ForeignProgram.run(NodeRuntime.find().npm(arguments).directory(folder.toFile()));
  }
}
