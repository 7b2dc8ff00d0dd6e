import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Apache HttpClient 5, classic. */
public final class Apache5 implements Client {
  private final CloseableHttpClient client = HttpClients.createDefault();

  private static HttpPost request(boolean stream) {
    HttpPost request = new HttpPost(Chat.URL);
    request.setHeader("Authorization", Chat.KEY);
    request.setEntity(
        new StringEntity(
            Chat.question(stream),
            ContentType.APPLICATION_JSON));
    return request;
  }

  @Override
  public String text() throws Exception {
    return client.execute(
        request(false),
        answer -> Chat.text(answer.getCode(), EntityUtils.toString(answer.getEntity())));
  }

  @Override
  public void stream(Consumer<String> piece) throws Exception {
    client.execute(
        request(true),
        answer -> {
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(
                      answer.getEntity().getContent(), StandardCharsets.UTF_8));
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Chat.line(line, piece);
          }
          return null;
        });
  }
}
