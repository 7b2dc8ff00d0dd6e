import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The JDK's old client. */
public final class UrlConnection implements Client {
  private static InputStream answer(boolean stream) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(Chat.URL).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", Chat.KEY);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setDoOutput(true);
    connection.getOutputStream().write(Chat.question(stream).getBytes(StandardCharsets.UTF_8));
    return connection.getInputStream();
  }

  @Override
  public String text() throws IOException {
    try (InputStream body = answer(false)) {
      return Chat.text(200, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void stream(Consumer<String> piece) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer(true), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Chat.line(line, piece);
      }
    }
  }
}
