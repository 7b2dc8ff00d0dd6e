import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients without an SDK say to OpenAI, and read of its answers. */
final class Chat {
  private static final String PORT = System.getProperty("outside.port");

  /** The public host; with a port where the matrix has put another server in its place. */
  static final String URL =
      (PORT == null ? "https://api.openai.com" : "http://api.openai.com:" + PORT)
          + "/v1/chat/completions";

  static final String KEY = "Bearer the-applications-own-key";

  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private Chat() {}

  static String question(boolean stream) {
    return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + (stream ? ",\"stream\":true}" : "}");
  }

  /** The text of an answer in one piece. */
  static String text(int status, String body) {
    Matcher matcher = CONTENT.matcher(body);
    if (status != 200 || !matcher.find()) {
      throw new IllegalStateException(status + " " + body);
    }
    return matcher.group(1);
  }

  /** The text in a line of a stream, if it has any. */
  static void line(CharSequence line, Consumer<String> piece) {
    Matcher matcher = CONTENT.matcher(line);
    if (matcher.find()) {
      piece.accept(matcher.group(1));
    }
  }
}
