package io.ailb.benchmarks.faults;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller experienced with one request, in its own client's terms.
 *
 * @param ending how it ended
 * @param took until then
 * @param text of the answer, as far as it came
 * @param finish why the model stopped, if the answer said so
 * @param terminated whether the end that an SDK waits for has come
 * @param model that the answer names, if it does
 * @param outputTokens of the usage, or null when there was none
 * @param status of an error; 0 if it had none
 * @param message of an error, or what was wrong
 */
record Experience(
    Ending ending,
    Duration took,
    String text,
    @Nullable String finish,
    boolean terminated,
    @Nullable String model,
    @Nullable Long outputTokens,
    int status,
    String message)
    implements Serializable {

  /** What the client makes of it. */
  enum Ending {
    /** It takes the answer for a whole one. */
    SUCCESS,
    /** It gets an error as it is documented, or a broken connection. */
    ERROR,
    /** It gets something that it cannot read. */
    GARBLED,
    /** It still waits after the time in which all must be over. */
    HANG
  }

  static Experience hang(Duration after) {
    return new Experience(Ending.HANG, after, "", null, false, null, null, 0, "still waiting");
  }

  static Experience error(int status, String message) {
    return failed(Ending.ERROR, status, message);
  }

  static Experience garbled(String message) {
    return failed(Ending.GARBLED, 0, message);
  }

  private static Experience failed(Ending ending, int status, String message) {
    return new Experience(ending, Duration.ZERO, "", null, false, null, null, status, message);
  }

  Experience after(Duration time) {
    return new Experience(
        ending, time, text, finish, terminated, model, outputTokens, status, message);
  }

  String seconds() {
    return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
  }
}
