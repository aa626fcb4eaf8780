package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.Azurite;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that the attached jar contains the program and all that it needs. */
@Timeout(60)
class MappingsJarIT {

  private static final Path JAR = Path.of(System.getProperty("mappingsJar", ""));
  private static final List<Path> SOURCES =
      List.of(Path.of("src", "mappings", "java"), Path.of("src", "main", "java"));

  @TempDir private Path folder;

  @Test
  void importsAndExportsInAJvmWithNothingElse() throws Exception {
    try (Azurite azurite = Azurite.start()) {
      ProgramFixture program = new ProgramFixture(azurite);
      User ada = new User("https://issuer.example", "ada");
      Path file =
          Files.writeString(
              folder.resolve("the users.csv"),
              "issuer,userId,communicationUserId\n%s,ada,%s\n"
                  .formatted(ada.issuer(), ProgramFixture.identity("a1")));

      assertEquals(0, run(program, "import", file.toString(), "--write"), this::output);

      assertTrue(program.find(ada).hasIdentity(ProgramFixture.mapping(ada, "a1")));
      assertEquals(0, run(program, "verify", file.toString()), this::output);
      assertEquals(0, run(program, "export", folder.resolve("all.jsonl").toString()));
    }
  }

  @Test
  void containsTheProgramTheProductAndNoOtherPartOfTheProject() throws IOException {
    List<String> unexpected = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("dev/acstoken/") && name.endsWith(".class"))
          .filter(name -> SOURCES.stream().noneMatch(root -> Files.exists(source(root, name))))
          .forEach(unexpected::add);
    }

    assertEquals(List.of(), unexpected, "src/mappings/assembly.xml must exclude these classes");
  }

  private static Path source(Path root, String name) {
    return root.resolve(name.replaceAll("(\\$.*)?\\.class", ".java"));
  }

  private int run(ProgramFixture program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(40, TimeUnit.SECONDS), "the program does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
