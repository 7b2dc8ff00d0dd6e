package io.ailb.agent.batch.screen;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How wide a terminal is, in columns. */
final class Width {
  private static final int USUAL = 80;
  private static final int LEAST = 20;

  private Width() {}

  /** As {@code COLUMNS} says; else as the terminal itself does, since few shells pass that on. */
  static int of(Map<String, String> environment) {
    String said = environment.get("COLUMNS");
    return said == null ? asked() : columns(said);
  }

  private static int asked() {
    File terminal = new File("/dev/tty");
    if (!terminal.canRead()) {
      return USUAL;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(terminal)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroy();
        return USUAL;
      }
      byte[] size = stty.getInputStream().readAllBytes();
      String[] rowsAndColumns = new String(size, StandardCharsets.US_ASCII).strip().split(" ", -1);
      return rowsAndColumns.length == 2 ? columns(rowsAndColumns[1]) : USUAL;
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  private static int columns(String said) {
    try {
      int columns = Integer.parseInt(said.strip());
      return columns >= LEAST ? columns : USUAL;
    } catch (NumberFormatException e) {
      return USUAL;
    }
  }
}
