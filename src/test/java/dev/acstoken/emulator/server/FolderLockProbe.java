package dev.acstoken.emulator.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Prints whether another process has locked a file. */
final class FolderLockProbe {

  private FolderLockProbe() {}

  /** Expects the file as its argument. */
  public static void main(String[] args) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
      System.out.println(channel.tryLock() == null ? "locked" : "free");
    }
  }
}
