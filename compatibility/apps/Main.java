import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Does with a client what standard input says, line by line, and tells what came of it. */
public final class Main {
  private Main() {}

  /** Takes the name of the client's class. */
  public static void main(String[] arguments) throws Exception {
    Client client = (Client) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String said;
      try {
        said = line.equals("text") ? "whole\t" + oneLine(client.text()) : streamed(client);
      } catch (Throwable e) {
        said = "threw\t" + e.getClass().getSimpleName() + "\t" + oneLine(String.valueOf(e.getMessage()));
      }
      System.out.println("said\t" + said);
      System.out.flush();
    }
    System.exit(0); // clients have threads of their own
  }

  private static String streamed(Client client) throws Exception {
    StringBuilder text = new StringBuilder();
    long began = System.nanoTime();
    long[] times = {0, 0};
    client.stream(
        piece -> {
          if (!piece.isEmpty()) {
            long now = System.nanoTime();
            times[0] = times[0] == 0 ? now : times[0];
            times[1] = now;
            text.append(piece);
          }
        });
    return "streamed\t"
        + oneLine(text.toString())
        + "\t"
        + (times[1] - times[0]) / 1_000_000
        + "\t"
        + (times[0] - began) / 1_000_000;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
