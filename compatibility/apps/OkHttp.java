import java.io.BufferedReader;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp by itself, of any line. */
public final class OkHttp implements Client {
  private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final OkHttpClient client = new OkHttpClient();

  private static Request request(boolean stream) {
    return new Request.Builder()
        .url("https://api.openai.com/v1/chat/completions")
        .header("Authorization", "Bearer the-applications-own-key")
        .post(
            RequestBody.create(
                MediaType.parse("application/json"),
                "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                    + (stream ? ",\"stream\":true}" : "}")))
        .build();
  }

  @Override
  public String text() throws Exception {
    try (Response answer = client.newCall(request(false)).execute()) {
      String body = answer.body().string();
      if (answer.code() != 200) {
        throw new IllegalStateException(answer.code() + " " + body);
      }
      Matcher matcher = CONTENT.matcher(body);
      return matcher.find() ? matcher.group(1) : body;
    }
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    try (Response answer = client.newCall(request(true)).execute();
        BufferedReader lines = new BufferedReader(answer.body().charStream())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = CONTENT.matcher(line);
        if (matcher.find()) {
          piece.accept(matcher.group(1));
        }
      }
    }
  }
}
