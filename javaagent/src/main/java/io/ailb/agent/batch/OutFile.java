package io.ailb.agent.batch;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to which whole lines are added: what is written is there, whatever ends this process. */
final class OutFile implements Closeable {
  private final String name;
  private final FileChannel channel;
  private final boolean regular;
  private boolean changed;

  private OutFile(String name, FileChannel channel, boolean regular) {
    this.name = name;
    this.channel = channel;
    this.regular = regular;
  }

  /** Opens it, and makes it if it is not there. */
  static OutFile of(Path file) throws IOException {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new OutFile(file.toString(), channel, Files.isRegularFile(file));
    } catch (IOException e) {
      throw failure(file.toString(), e);
    }
  }

  private static IOException failure(String name, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : e instanceof NoSuchFileException
                ? "there is no such directory"
                : String.valueOf(e.getMessage());
    return new IOException("%s cannot be written: %s".formatted(name, why), e);
  }

  /** Standard output. */
  @SuppressWarnings("resource") // it stays open
  static OutFile standard() {
    return new OutFile(
        "standard output", new FileOutputStream(FileDescriptor.out).getChannel(), false);
  }

  /**
   * What is in it. By this channel and no other: a system gives a lock back as soon as its holder
   * closes the file, by whatever channel.
   */
  InputStream content() {
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        int count = channel.read(ByteBuffer.wrap(into, from, most), at);
        at += Math.max(0, count);
        return count;
      }
    };
  }

  /** Keeps others from it until it is closed; false = somebody else does. */
  boolean lock() throws IOException {
    try {
      return !regular || channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // in this JVM
    }
  }

  long size() throws IOException {
    return regular ? channel.size() : 0;
  }

  /** Forgets what is behind. */
  void cutTo(long size) throws IOException {
    channel.truncate(size);
    changed = true;
  }

  /** Adds a line, with its end; all of it or nothing. */
  void add(byte[] line) throws IOException {
    long before = size();
    ByteBuffer rest = ByteBuffer.wrap(line);
    try {
      if (regular) {
        channel.position(before);
      }
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      cutBack(before, e);
      throw failure(name, e);
    }
    changed = true;
  }

  private void cutBack(long size, IOException failure) {
    try {
      if (regular) {
        channel.truncate(size);
      }
    } catch (IOException e) {
      failure.addSuppressed(e); // the next run will cut it
    }
  }

  /** What was added outlives even the machine's power from here on. */
  void force() throws IOException {
    if (changed && regular) {
      changed = false;
      try {
        channel.force(false);
      } catch (IOException e) {
        throw failure(name, e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
