import java.io.BufferedReader;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp by itself, of any line. */
public final class OkHttp implements Client {
  private final OkHttpClient client = new OkHttpClient();

  private static Request request(boolean stream) {
    return new Request.Builder()
        .url(Chat.URL)
        .header("Authorization", Chat.KEY)
        .post(
            RequestBody.create(
                MediaType.parse("application/json"),
                Chat.question(stream)))
        .build();
  }

  @Override
  public String text() throws Exception {
    try (Response answer = client.newCall(request(false)).execute()) {
      return Chat.text(answer.code(), answer.body().string());
    }
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    try (Response answer = client.newCall(request(true)).execute();
        BufferedReader lines = new BufferedReader(answer.body().charStream())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Chat.line(line, piece);
      }
    }
  }
}
